package dev.snowbird.testing;

import io.grpc.Channel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged program with Seabird as its only half, and the connections of its peers, who wait for each other as long
 * as the machine is slow.
 */
public final class ChatProgram implements AutoCloseable {

    private final Program program;
    private final ChatPeers peers;

    private ChatProgram(Program program, ChatPeers peers) {
        this.program = program;
        this.peers = peers;
    }

    /**
     * Starts it with tokens of its own and waits until it is ready.
     *
     * @param folder   where it runs
     * @param amqp     its {@code amqp.uri}
     * @param settings further ones, as {@code key=value}
     */
    public static ChatProgram ready(Path folder, String amqp, String... settings) throws IOException {
        return ready(folder, amqp, Map.of(), settings);
    }

    /** Starts it so with further variables in its environment. */
    public static ChatProgram ready(Path folder, String amqp, Map<String, String> environment, String... settings)
            throws IOException {
        return ready(folder, amqp, "sqlite:" + Files.createTempFile(folder, "tokens", ".db"), environment, settings);
    }

    /** Starts it with tokens from elsewhere: the {@code seabird.database-url} given. */
    public static ChatProgram onServer(Path folder, String amqp, String database) throws IOException {
        return ready(folder, amqp, database, Map.of());
    }

    private static ChatProgram ready(Path folder, String amqp, String database, Map<String, String> environment,
            String... settings) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String setting : new String[] {"seabird.enabled=true", "rendezvous.enabled=false", "amqp.uri=" + amqp,
            "seabird.database-url=" + database, "seabird.request-timeout=" + Broker.patience().toSeconds() + "s"}) {
            arguments.addAll(List.of("--property", setting));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--property", setting));
        }
        Program program = Program.ready(folder, environment, arguments.toArray(String[]::new));
        try {
            URI seabird = program.listener("seabird", "");
            return new ChatProgram(program, new ChatPeers(seabird.getHost(), seabird.getPort(), database));
        } catch (RuntimeException e) {
            program.close();
            throw new IllegalStateException("it did not start: " + program.error(), e);
        }
    }

    public Program program() {
        return program;
    }

    public ChatPeers peers() {
        return peers;
    }

    public Channel connect(String user) throws Exception {
        return peers.connect(user);
    }

    @Override
    public void close() {
        peers.close();
        program.close();
    }
}
