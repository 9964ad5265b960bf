package dev.snowbird.testing;

import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.settings.Settings;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole Seabird core in this process, on an AMQP broker, and the connections of its peers, who wait for each other as
 * long as the machine is slow.
 */
public final class Core implements AutoCloseable {

    private final Path tokenFile;
    private final Application application;
    private final ChatPeers peers;

    private Core(URI amqp, Map<String, String> settings) throws Exception {
        tokenFile = Files.createTempFile("tokens", ".db");
        Map<String, String> all = new HashMap<>(Map.of("rendezvous.enabled", "false", "http.port", "0",
                "management.port", "0", "seabird.bind-host", "127.0.0.1:0", "amqp.uri", amqp.toString(),
                "seabird.database-url", database(),
                "seabird.request-timeout", Broker.patience().toSeconds() + "s"));
        all.putAll(settings);
        application = Application.start(Settings.builtIn(all));
        Listener seabird = listener("seabird");
        peers = new ChatPeers(seabird.host(), seabird.port(), database());
    }

    public static Core start(URI amqp) throws Exception {
        return start(amqp, Map.of());
    }

    public static Core start(URI amqp, Map<String, String> settings) throws Exception {
        return new Core(amqp, settings);
    }

    public Application application() {
        return application;
    }

    public String database() {
        return "sqlite:" + tokenFile;
    }

    /** Connects a peer of its own socket, with a new token of that user. */
    public Channel connect(String user) throws Exception {
        return peers.connect(user);
    }

    /** Connects many peers through one socket, with a new token. What they do with a message must not block. */
    public Channel connectCrowd(String user) throws Exception {
        return peers.connectCrowd(user);
    }

    /** Connects a peer that sends this as its authorization. */
    public Channel connectWith(String authorization) {
        return peers.connectWith(authorization);
    }

    /** Where one of its ports is. */
    public Listener listener(String name) {
        return application.listener(name);
    }

    /** The value of a gauge. */
    public int gauge(String name, String... tags) {
        return (int) application.meters().get(name).tags(tags).gauge().value();
    }

    /** Makes the calls of a plugin. */
    public SeabirdGrpc.SeabirdBlockingStub calls(String user) throws Exception {
        return SeabirdGrpc.newBlockingStub(connect(user));
    }

    @Override
    public void close() throws IOException {
        peers.close();
        application.close();
        Files.deleteIfExists(tokenFile);
    }
}
