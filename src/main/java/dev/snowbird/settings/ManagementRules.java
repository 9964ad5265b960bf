package dev.snowbird.settings;

import dev.snowbird.net.Listener;

/** What may be served on a port without a password. */
final class ManagementRules {

    private ManagementRules() {
    }

    /**
     * Checks that Camel's dev console, which can change routes and send messages, is for this machine alone.
     *
     * @throws SettingException when the console is on, and the management port open to others
     */
    static void check(SettingLayers settings) {
        SettingValue console = settings.get("management.dev-console");
        SettingValue host = settings.get("management.host");
        if (Boolean.parseBoolean(console.text()) && !Listener.isLoopback(host.text())) {
            throw console.refused("the console can change routes and has no password, so it wants a loopback address,"
                    + " not " + host);
        }
    }
}
