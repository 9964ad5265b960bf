package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Listener;
import dev.snowbird.net.Network;
import dev.snowbird.reload.Reloads;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The HTTP edge that the settings ask for. */
final class HttpSettings {

    /** How much longer than any held request a connection may be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private HttpSettings() {
    }

    /** Makes the edge, which does not listen yet. */
    static HttpEdge edge(Settings settings, Reloads certificates) {
        return new HttpEdge(limits(settings), certificate(settings, certificates));
    }

    /**
     * Returns the files to do TLS with; none for plain HTTP. As in the reference, a certificate wins over the wish to
     * do without (Snowflake contract, section 19).
     */
    static Optional<CertificateFiles> certificate(Settings settings, Reloads reloads) {
        return settings.optional("http.tls-cert").map(file -> new CertificateFiles(
                "http", Path.of(file), Path.of(settings.text("http.tls-key")), reloads));
    }

    /**
     * Checks that plain HTTP is spoken only on loopback, or where it was asked for.
     *
     * @throws StartException when it would be spoken elsewhere
     */
    static void requireTls(Settings settings) throws StartException {
        if (settings.optional("http.tls-cert").isEmpty() && !settings.flag("http.disable-tls")
                && !Listener.isLoopback(settings.text("http.host"))) {
            throw new StartException("the --acme-hostnames, --cert and --key, or --disable-tls option is required");
        }
    }

    private static EdgeLimits limits(Settings settings) {
        Duration client = settings.duration("rendezvous.client-timeout");
        Duration proxy = settings.duration("rendezvous.proxy-timeout");
        Duration longestHold = client.compareTo(proxy) > 0 ? client : proxy;
        return new EdgeLimits(longestHold.plus(SILENCE), settings.duration("http.header-timeout"),
                settings.duration("http.body-timeout"), settings.integer("http.max-header-size"),
                settings.integer("http.max-connections"), settings.integer("http.max-body-size"),
                Network.parseAll(settings.text("http.trusted-proxies")));
    }
}
