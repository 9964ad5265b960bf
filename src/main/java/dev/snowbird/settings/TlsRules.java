package dev.snowbird.settings;

import dev.snowbird.net.Listener;

/** Which settings of TLS go together. */
public final class TlsRules {

    private TlsRules() {
    }

    /**
     * Checks that both files of a server are given, or neither.
     *
     * @throws SettingException when there is only one
     */
    static void check(SettingLayers settings) {
        requireBoth(settings, "http.tls-cert", "http.tls-key");
        requireBoth(settings, "seabird.tls-cert", "seabird.tls-key");
    }

    private static void requireBoth(SettingLayers settings, String certificate, String key) {
        requireBeside(settings, certificate, key);
        requireBeside(settings, key, certificate);
    }

    private static void requireBeside(SettingLayers settings, String given, String needed) {
        if (!settings.get(given).text().isEmpty() && settings.get(needed).text().isEmpty()) {
            throw settings.get(given).blame(needed + " is not set: " + settings.get(given) + " needs it");
        }
    }

    /**
     * Says whether bearer tokens cross a network as they are. That is what deployed Seabird cores do, behind a reverse
     * proxy or in a network of their own (Seabird contract, section 1), so it is no reason not to start.
     */
    public static boolean showsTokens(Settings settings) {
        return settings.optional("seabird.tls-cert").isEmpty()
                && !Listener.isLoopback(settings.hostAndPort("seabird.bind-host").host());
    }
}
