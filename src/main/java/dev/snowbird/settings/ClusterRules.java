package dev.snowbird.settings;

/** What a node of a cluster needs beside it. */
final class ClusterRules {

    private static final String ENABLED = "cluster.enabled";

    private ClusterRules() {
    }

    /**
     * Checks that there is a broker that nodes can share. Without a rendezvous there is no node.
     *
     * @throws SettingException when the broker is one that nobody else can reach
     */
    static void apply(SettingLayers settings) {
        SettingValue uri = settings.get("amqp.uri");
        if (!isOn(settings, "rendezvous.enabled")) {
            settings.resolve(ENABLED, "false");
        } else if (isOn(settings, ENABLED) && AmqpUri.parse(uri.text()).uri().isEmpty()) {
            throw settings.get(ENABLED).refused("nodes share a broker, and that of " + uri
                    + " is inside this process: set amqp.uri to that of a RabbitMQ");
        }
    }

    private static boolean isOn(SettingLayers settings, String key) {
        return Boolean.parseBoolean(settings.get(key).text());
    }
}
