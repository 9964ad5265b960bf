package dev.snowbird.settings;

import dev.snowbird.net.Listener;
import java.util.ArrayList;
import java.util.List;

/** No two listeners can have one port. */
final class PortRules {

    private PortRules() {
    }

    private record Port(SettingValue setting, String host, int port) {

        boolean meets(Port other) {
            return port != 0 && port == other.port
                    && (host.equals(other.host) || HostText.isEverywhere(host) || HostText.isEverywhere(other.host));
        }
    }

    /**
     * Compares what will listen, for which its half has to be on; the types of the values have been checked.
     *
     * @throws SettingException when two listeners are given one port, other than 0
     */
    static void check(SettingLayers settings) {
        List<Port> seen = new ArrayList<>();
        for (Port listener : listeners(settings)) {
            seen.stream().filter(listener::meets).findFirst().ifPresent(other -> {
                throw listener.setting.refused("the port is that of " + other.setting);
            });
            seen.add(listener);
        }
    }

    private static List<Port> listeners(SettingLayers settings) {
        List<Port> listeners = new ArrayList<>();
        if (isOn(settings, "rendezvous.enabled")) {
            listeners.add(of(settings, "http.host", "http.port"));
        }
        listeners.add(of(settings, "management.host", "management.port"));
        if (isOn(settings, "rendezvous.enabled") && settings.get("sqs.endpoint").text().equals("embedded")) {
            listeners.add(embedded(settings, Listener.LOOPBACK, "sqs.embedded.port"));
        }
        if (isOn(settings, "seabird.enabled")) {
            SettingValue setting = settings.get("seabird.bind-host");
            HostAndPort address = HostAndPort.parse(setting.text());
            listeners.add(new Port(setting, address.host(), address.port()));
            if (AmqpUri.parse(settings.get("amqp.uri").text()).uri().isEmpty()) {
                listeners.add(embedded(settings, Listener.LOOPBACK, "amqp.embedded.port"));
            }
        }
        return listeners;
    }

    private static Port of(SettingLayers settings, String host, String port) {
        return embedded(settings, settings.get(host).text(), port);
    }

    private static Port embedded(SettingLayers settings, String host, String port) {
        SettingValue setting = settings.get(port);
        return new Port(setting, host, Integer.parseInt(setting.text()));
    }

    private static boolean isOn(SettingLayers settings, String key) {
        return Boolean.parseBoolean(settings.get(key).text());
    }
}
