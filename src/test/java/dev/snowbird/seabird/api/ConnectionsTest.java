package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.net.ConnectionCount;
import dev.snowbird.reload.Reloads;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.tls.CertificateFiles;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer may take of the port before it has shown who it is, and after it has vanished. */
class ConnectionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** So long that a peer is in time, on a busy machine, too. */
    private static final Duration BRIEF = Duration.ofSeconds(4);
    /** By gRPC's own rule. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestPort port;

    private void start(ConnectionLimits limits) throws Exception {
        port = new TestPort(new ServerLimits(TestPort.GENEROUS.messages(), 100, 100_000_000, limits));
        opened.add(port);
        port.route("GetCoreInfo", exchange -> exchange.getMessage().setBody(null));
        port.route("StreamEvents", exchange -> { });
        port.route("IngestEvents", exchange -> { });
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void closesAtOnceWhatIsTooMany() throws Exception {
        start(new ConnectionLimits(3, LONG, LONG, LONG, LONG));
        try (LogLines log = new LogLines(ConnectionCount.class)) {
            List<Socket> held = List.of(connect(), connect(), connect());
            await().atMost(PATIENCE).until(() -> connections() == 3);
            for (int i = 0; i < 5; i++) {
                assertEquals(-1, connect().getInputStream().read());
            }
            assertEquals(List.of("3 connections are open, which is seabird.max-connections: more are closed at once"),
                    log.all());

            held.get(0).close();
            await().atMost(PATIENCE).until(() -> connections() == 2);
            assertEquals("OK", info(port.friend()));
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        start(new ConnectionLimits(100, SHORT, LONG, LONG, LONG));
        Socket silent = connect();
        awaitEnd(silent);
        assertEquals("OK", info(port.friend()));
    }

    @Test
    void closesATlsHandshakeThatNeverComesToAnEnd(@TempDir Path folder) throws Exception {
        SelfSigned.make(folder, "localhost", "EC").write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        port = new TestPort(Tokens.open("sqlite::memory:"), new ServerLimits(
                TestPort.GENEROUS.messages(), 100, 100_000_000, new ConnectionLimits(100, SHORT, LONG, LONG, LONG)),
                Optional.of(new CertificateFiles("seabird", folder.resolve("cert.pem"), folder.resolve("key.pem"),
                        new Reloads(List.of()))));
        opened.add(port);
        Socket slow = connect();
        // The beginning of a ClientHello.
        slow.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0, 1});
        awaitEnd(slow);
    }

    @Test
    void closesAConnectionOnWhichNobodyShowsAToken() throws Exception {
        start(new ConnectionLimits(100, LONG, SHORT, LONG, LONG));
        try (RawHttp2 stranger = new RawHttp2(port.port())) {
            assertEquals("16: invalid auth token", stranger.call("seabird.Seabird/GetCoreInfo", bytes("Bearer x")));
            awaitGoAway(stranger);
        }
    }

    /** It gets its refusal, but leaves its own side of the stream open. */
    @Test
    void doesNotWaitForTheStreamOfAStranger() throws Exception {
        start(new ConnectionLimits(100, LONG, SHORT, LONG, LONG));
        try (RawHttp2 stranger = new RawHttp2(port.port())) {
            stranger.open("seabird.ChatIngest/IngestEvents", bytes("Bearer x"));
            awaitGoAway(stranger);
            await().atMost(PATIENCE).until(() -> connections() == 0);
        }
    }

    @Test
    void letsThoseBeWhoHaveShownAToken() throws Exception {
        start(new ConnectionLimits(100, BRIEF, BRIEF, LONG, LONG));
        RawCall stream = RawCall.of(port.friend(), "StreamEvents")
                .send(StreamEventsRequest.getDefaultInstance()).halfClose().awaitHeaders();
        assertEquals("OK", info(port.friend()));
        try (RawHttp2 stranger = new RawHttp2(port.port())) {
            // It came later, so the time of the two is over, too.
            awaitGoAway(stranger);
        }

        await().during(SHORT).atMost(PATIENCE).until(() -> connections() == 2);
        assertEquals(List.of("headers"), stream.seen());
    }

    @Test
    void letsThoseBeWhoWatchItsHealth() throws Exception {
        start(new ConnectionLimits(100, LONG, BRIEF, LONG, LONG));
        RawCall watch = RawCall.of(port.stranger(), HealthGrpc.getWatchMethod().toBuilder(
                RawBytes.MARSHALLER, RawBytes.MARSHALLER).build()).send(HealthCheckRequest.getDefaultInstance())
                .halfClose().awaitHeaders();
        for (int i = 0; i < 2; i++) {
            try (RawHttp2 stranger = new RawHttp2(port.port())) {
                awaitGoAway(stranger);
            }
        }
        assertEquals(List.of("headers", "message"), watch.seen());
    }

    @Test
    void endsTheStreamsOfAPeerThatAnswersNoPing() throws Exception {
        start(new ConnectionLimits(100, LONG, LONG, LEAST_INTERVAL, SHORT));
        try (RawHttp2 peer = new RawHttp2(port.port())) {
            peer.open("seabird.ChatIngest/IngestEvents", bytes("Bearer " + port.tokens().add("backend")));
            await().atMost(PATIENCE).until(() -> port.openStreams("IngestEvents") == 1);
            // It says nothing more, not even that it has got the ping.
            await().atMost(PATIENCE).until(() -> port.openStreams("IngestEvents") == 0 && connections() == 0);
        }
    }

    @Test
    void keepsAPeerThatIsSilentButThere() throws Exception {
        start(new ConnectionLimits(100, LONG, LONG, LEAST_INTERVAL, Duration.ofSeconds(5)));
        RawCall stream = RawCall.of(port.friend(), "StreamEvents")
                .send(StreamEventsRequest.getDefaultInstance()).halfClose().awaitHeaders();
        try (RawHttp2 vanished = new RawHttp2(port.port())) {
            await().atMost(PATIENCE).until(() -> connections() == 2);
            // It came later, so the time of the other is over, too.
            await().atMost(PATIENCE).until(() -> connections() == 1);
        }
        assertEquals(List.of("headers"), stream.seen());
    }

    private int connections() {
        return (int) port.meters().get("seabird.connections").gauge().value();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port.port());
        socket.setSoTimeout(TestPort.PATIENCE_SECONDS * 1_000);
        opened.add(socket);
        return socket;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void awaitEnd(Socket socket) throws IOException {
        assertTrue(socket.getInputStream().readAllBytes().length < 1_000);
    }

    private static void awaitGoAway(RawHttp2 peer) throws IOException {
        RawHttp2.Frame frame = peer.next();
        while (frame.type() != RawHttp2.GO_AWAY) {
            frame = peer.next();
        }
    }

    private static String info(Channel channel) throws Exception {
        return RawCall.of(channel, "GetCoreInfo").send(new byte[0]).halfClose().outcome();
    }
}
