package dev.snowbird.seabird;

import dev.snowbird.net.Listener;
import dev.snowbird.reload.Reloads;
import dev.snowbird.seabird.api.ConnectionLimits;
import dev.snowbird.seabird.api.SeabirdGrpcServer;
import dev.snowbird.seabird.api.ServerLimits;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.seabird.chat.SizeLimit;
import dev.snowbird.settings.Settings;
import dev.snowbird.tls.CertificateFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;

/** The gRPC port that the settings ask for. */
final class GrpcSettings {

    /** So much of the heap may wait for peers, unless a setting says otherwise: a quarter. */
    private static final int HEAP_SHARE = 4;

    private GrpcSettings() {
    }

    /**
     * Makes the server, which does not listen yet.
     *
     * @param settings the {@code seabird.*} settings
     * @param tokens   who may call
     * @param reloads  reads the certificate again
     * @param meters   gets the server's gauges and timers
     */
    static SeabirdGrpcServer server(Settings settings, Tokens tokens, Reloads reloads, MeterRegistry meters) {
        Optional<CertificateFiles> certificate = settings.optional("seabird.tls-cert").map(file -> new CertificateFiles(
                "seabird", Path.of(file), Path.of(settings.text("seabird.tls-key")), reloads));
        return new SeabirdGrpcServer(tokens, new ServerLimits(messages(settings),
                settings.integer("seabird.max-streams"), maxWaitingBytes(settings), connections(settings)),
                certificate, meters);
    }

    /**
     * Says whether bearer tokens cross a network as they are. That is what deployed Seabird cores do, behind a reverse
     * proxy or in a network of their own (Seabird contract, section 1), so it is no reason not to start.
     */
    static boolean showsTokens(Settings settings) {
        return settings.optional("seabird.tls-cert").isEmpty()
                && !Listener.isLoopback(settings.hostAndPort("seabird.bind-host").host());
    }

    /** Returns how long a message may be. */
    static SizeLimit messages(Settings settings) {
        return new SizeLimit(settings.integer("seabird.max-message-size"));
    }

    private static long maxWaitingBytes(Settings settings) {
        return settings.optional("seabird.max-waiting-bytes").map(Long::parseLong)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    private static ConnectionLimits connections(Settings settings) {
        return new ConnectionLimits(settings.integer("seabird.max-connections"),
                settings.duration("seabird.handshake-timeout"), settings.duration("seabird.first-call-timeout"),
                settings.duration("seabird.keepalive-interval"), settings.duration("seabird.keepalive-timeout"));
    }
}
