package dev.snowbird.settings;

import dev.snowbird.settings.SqsEndpoint.Kind;

/**
 * What the settings of the queues must be to each other, and what follows for those that are not set
 * ({@code config/application.properties}, and section 8 of the Snowflake contract).
 */
final class SqsRules {

    private static final String ENABLED = "rendezvous.enabled";
    private static final String ENDPOINT = "sqs.endpoint";
    private static final String NAME = "rendezvous.broker-sqs-name";
    private static final String REGION = "rendezvous.broker-sqs-region";
    private static final String PREFIX = "rendezvous.client-queue-prefix";
    private static final String EMBEDDED_NAME = "snowflake-broker";

    private SqsRules() {
    }

    /**
     * Fills in the endpoint and the broker queue's name where they are not set, and checks what there is then.
     *
     * @throws SettingException when the settings contradict each other, unless the rendezvous is switched off
     */
    static void apply(SettingLayers settings) {
        boolean enabled = Boolean.parseBoolean(settings.get(ENABLED).text());
        if (isUnset(settings, ENDPOINT)) {
            settings.resolve(ENDPOINT, enabled ? impliedEndpoint(settings) : "none");
        }
        Kind kind = SqsEndpoint.parse(settings.get(ENDPOINT).text()).kind();
        if (kind == Kind.EMBEDDED && isUnset(settings, NAME)) {
            settings.resolve(NAME, EMBEDDED_NAME);
        }
        if (enabled) {
            if (kind == Kind.AWS || kind == Kind.URL) {
                require(settings, NAME);
            }
            if (kind == Kind.AWS) {
                require(settings, REGION);
            }
            checkPrefix(settings);
        }
    }

    private static String impliedEndpoint(SettingLayers settings) {
        if (isUnset(settings, NAME) && isUnset(settings, REGION)) {
            return "embedded";
        }
        requireBeside(settings, REGION, NAME);
        requireBeside(settings, NAME, REGION);
        return "aws";
    }

    private static void requireBeside(SettingLayers settings, String given, String needed) {
        if (isUnset(settings, needed)) {
            throw settings.get(given).blame(needed + " is not set: Amazon SQS needs it beside " + settings.get(given)
                    + "; any other SQS needs " + ENDPOINT);
        }
    }

    private static void require(SettingLayers settings, String key) {
        if (isUnset(settings, key)) {
            throw settings.get(ENDPOINT).blame(key + " is not set: " + settings.get(ENDPOINT) + " needs it");
        }
    }

    private static void checkPrefix(SettingLayers settings) {
        SettingValue prefix = settings.get(PREFIX);
        SettingValue broker = settings.get(NAME);
        if (prefix.text().isEmpty()) {
            throw prefix.refused("expected " + SettingType.QUEUE_PREFIX.expectation()
                    + ", or every queue there is would be cleaned up");
        }
        if (broker.text().startsWith(prefix.text())) {
            throw prefix.refused("the broker queue's own name, " + broker.text()
                    + ", begins with it, so that it would be cleaned up as a client's");
        }
    }

    private static boolean isUnset(SettingLayers settings, String key) {
        return settings.get(key).text().isEmpty();
    }
}
