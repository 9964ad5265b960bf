package dev.snowbird.settings;

/** Which settings of TLS go together. */
final class TlsRules {

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
}
