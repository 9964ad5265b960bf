package dev.snowbird;

import dev.snowbird.http.CertificateFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/** Which settings of TLS go together, and where plain HTTP is allowed (Snowflake contract, section 19). */
final class TlsRules {

    private static final String CERTIFICATE = "http.tls-cert";
    private static final String KEY = "http.tls-key";

    private TlsRules() {
    }

    /**
     * Checks that both files of a server are given, or neither.
     *
     * @throws SettingException when there is only one
     */
    static void check(SettingLayers settings) {
        requireBoth(settings, CERTIFICATE, KEY);
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
     * Returns the files to do TLS with; none for plain HTTP. As in the reference, a certificate wins over the wish to
     * do without.
     *
     * @throws StartException when nobody has said that strangers shall see plain HTTP
     */
    static Optional<CertificateFiles> certificate(Settings settings) throws StartException {
        Optional<CertificateFiles> files = settings.optional(CERTIFICATE)
                .map(file -> new CertificateFiles("http", Path.of(file), Path.of(settings.text(KEY))));
        if (files.isEmpty() && !settings.flag("http.disable-tls") && !isLoopback(settings.text("http.host"))) {
            throw new StartException("the --acme-hostnames, --cert and --key, or --disable-tls option is required");
        }
        return files;
    }

    /**
     * Says whether bearer tokens cross a network as they are. That is what deployed Seabird cores do, behind a reverse
     * proxy or in a network of their own (Seabird contract, section 1), so it is no reason not to start.
     */
    static boolean showsTokens(Settings settings) {
        return settings.optional("seabird.tls-cert").isEmpty()
                && !isLoopback(settings.hostAndPort("seabird.bind-host").host());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
