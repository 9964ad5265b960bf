package dev.snowbird.rendezvous.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.reload.Reloads;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.tls.CertificateFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that want more than their share. Whatever is closed here is closed early; nothing depends on how early. */
class AbuseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final EdgeLimits GENEROUS = new EdgeLimits(PATIENCE, PATIENCE, PATIENCE, 1000, 100, 10, List.of());
    private static final EdgeLimits QUICK_HEADS = new EdgeLimits(PATIENCE, SOON, PATIENCE, 1000, 100, 10, List.of());
    private static final EdgeLimits QUICK_BODIES = new EdgeLimits(PATIENCE, PATIENCE, SOON, 1000, 100, 10, List.of());
    /** Where a peer has to be in time, on a busy machine, too; the JDK's client with its first handshake, for one. */
    private static final Duration IN_TIME = Duration.ofSeconds(3);
    private static final EdgeLimits BRIEF_HEADS = new EdgeLimits(PATIENCE, IN_TIME, PATIENCE, 1000, 100, 10, List.of());
    private static final EdgeLimits BRIEF_BODIES = new EdgeLimits(PATIENCE, PATIENCE, IN_TIME, 1000, 100, 10, List.of());
    private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";

    /** One for each event loop, which connections get in turn. */
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final CountDownLatch areStalled = new CountDownLatch(LOOPS);
    private final CountDownLatch hasSent = new CountDownLatch(1);
    private final List<Socket> stallings = new ArrayList<>();
    private HttpEdge edge;
    private DefaultCamelContext camel;
    private int port;

    private void start(EdgeLimits limits, Optional<CertificateFiles> certificate) throws Exception {
        edge = new HttpEdge(limits, certificate);
        camel = new DefaultCamelContext();
        edge.bind(camel.getRegistry()::bind);
        camel.getRegistry().bind("platform-http", new EdgeHttpComponent(10, List.of(), new RateLimitTest.Clock()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/x?platformHttpEngine=#crossOriginHttp").setBody(constant("ok"));
                from("platform-http:/once?platformHttpEngine=#crossOriginHttp&requestsPerMinute=1")
                        .setBody(constant("ok"));
                from("platform-http:/offer?requestsPerMinute=2&countedAs=offers").setBody(constant("ok"));
                from("platform-http:/other/{path}?requestsPerMinute=2&countedAs=offers").setBody(constant("ok"));
                from("platform-http:/behind?requestsPerMinute=1&trustedProxies=127.0.0.1").setBody(constant("ok"));
                from("platform-http:/stall?platformHttpEngine=#crossOriginHttp").process(AbuseTest.this::stall);
                from("platform-http:/held?platformHttpEngine=#crossOriginHttp").delay(4 * SOON.toMillis()).asyncDelayed().setBody(constant("ok"));
            }
        });
        camel.start();
        port = edge.listen("127.0.0.1", 0);
    }

    /** Keeps an event loop of the server from reading until a peer has sent something, and its time is over. */
    private void stall(Exchange request) throws InterruptedException {
        areStalled.countDown();
        hasSent.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        LockSupport.parkNanos(2 * IN_TIME.toNanos());
    }

    /** Stalls every event loop, by a connection of its own. */
    private void stallAll(SocketFactory connections) throws Exception {
        for (int i = 0; i < LOOPS; i++) {
            Socket stalling = connections.createSocket("127.0.0.1", port);
            stallings.add(stalling);
            stalling.getOutputStream().write(REQUEST.replace("/x", "/stall").getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(areStalled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket stalling : stallings) {
            stalling.close();
        }
        camel.close();
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET /x HTTP/1.1\r\nHost: x\r\n"})
    void closesAConnectionWhoseHeadIsNotFinished(String start) throws Exception {
        start(QUICK_HEADS, Optional.empty());
        try (Peer peer = new Peer()) {
            peer.takes(start);
            peer.readToTheEnd();
        }
    }

    @Test
    void closesAConnectionWhoseNextHeadTrickles() throws Exception {
        start(BRIEF_HEADS, Optional.empty());
        try (Peer peer = new Peer()) {
            assertTrue(peer.ask(REQUEST).startsWith("HTTP/1.1 200 "));
            peer.send("GET /x HTTP/1.1\r\nX: ");
            await().atMost(PATIENCE).pollInterval(SOON.dividedBy(10)).until(() -> !peer.takes("x"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/x, ''", "/none, 404 page not found"})
    void closesAConnectionWhoseBodyIsNotFinished(String path, String end) throws Exception {
        start(QUICK_BODIES, Optional.empty());
        try (Peer peer = new Peer()) {
            peer.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nx");
            assertEquals(end, peer.readToTheEnd().replaceAll("(?s).*\r\n\r\n", "").strip());
        }
    }

    @Test
    void endsARequestOfHttp2WhoseBodyIsNotFinished(@TempDir Path folder) throws Exception {
        start(BRIEF_BODIES, Optional.of(certificate(folder)));
        HttpRequest endless = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/x")).timeout(PATIENCE)
                .POST(BodyPublishers.fromPublisher(body -> body.onSubscribe(new Never()))).build();

        IOException failure = assertThrows(IOException.class, () -> HttpClient.newBuilder()
                .sslContext(SelfSigned.trustAnyone()).build().send(endless, BodyHandlers.discarding()));

        assertFalse(failure instanceof java.net.http.HttpTimeoutException, failure::toString);
    }

    @Test
    void takesAHeadThatHasArrivedInTimeHoweverLateItReads() throws Exception {
        start(BRIEF_HEADS, Optional.empty());
        try (Peer peer = new Peer()) {
            stallAll(SocketFactory.getDefault());
            peer.send(REQUEST);
            hasSent.countDown();

            assertTrue(peer.ask("").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void takesABodyThatHasArrivedInTimeHoweverLateItReads() throws Exception {
        start(BRIEF_BODIES, Optional.empty());
        try (Peer peer = new Peer()) {
            peer.ask("POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
            stallAll(SocketFactory.getDefault());
            peer.send("x");
            hasSent.countDown();

            assertTrue(peer.ask("").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void finishesAHandshakeThatHasBegunInTimeHoweverLateItReads(@TempDir Path folder) throws Exception {
        start(BRIEF_BODIES, Optional.of(certificate(folder)));
        SSLSocketFactory tls = SelfSigned.trustAnyone().getSocketFactory();
        try (Socket connection = new Socket("127.0.0.1", port);
                SSLSocket peer = (SSLSocket) tls.createSocket(connection, "127.0.0.1", port, true)) {
            stallAll(tls);
            hasSent.countDown();
            peer.setSoTimeout((int) PATIENCE.toMillis());
            peer.startHandshake();
        }
    }

    @Test
    void closesAConnectionWhoseHandshakeIsNotFinished(@TempDir Path folder) throws Exception {
        start(new EdgeLimits(PATIENCE, PATIENCE, SOON, 1000, 100, 10, List.of()), Optional.of(certificate(folder)));
        for (String start : List.of("", "\u0016\u0003\u0001")) {
            try (Peer peer = new Peer()) {
                peer.takes(start);
                assertEquals("", peer.readToTheEnd());
            }
        }
    }

    private static CertificateFiles certificate(Path folder) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        SelfSigned.make(folder, "x", "EC").write(certificate, key);
        return new CertificateFiles("http", certificate, key, new Reloads(List.of()));
    }

    @Test
    void answersEveryConnectionOfABurst() throws Exception {
        start(new EdgeLimits(PATIENCE, IN_TIME, PATIENCE, 1000, 1000, 10, List.of()), Optional.empty());
        List<Peer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                Peer peer = new Peer();
                peers.add(peer);
                peer.send(REQUEST);
            }
            for (Peer peer : peers) {
                assertTrue(peer.ask("").startsWith("HTTP/1.1 200 "));
            }
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void letsAHeldRequestBe() throws Exception {
        start(QUICK_BODIES, Optional.empty());
        try (Peer peer = new Peer()) {
            assertTrue(peer.ask(REQUEST.replace("/x", "/held")).startsWith("HTTP/1.1 200 "));
        }
    }

    @ParameterizedTest
    @CsvSource({"2000, 0, 0, 414", "0, 2000, 0, 431", "0, 1, 500, 431", "900, 700, 0, 404"})
    void refusesALongRequestLineAndLongHeaders(int path, int header, int headers, int status) throws Exception {
        start(GENEROUS, Optional.empty());
        String response = answer("GET /" + "y".repeat(path) + " HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(header) + "\r\n"
                + "X: 1\r\n".repeat(headers) + "\r\n");
        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "Content-Length: 6|Transfer-Encoding: chunked||0||| ! 400",
        "Transfer-Encoding: chunked|Content-Length: 6||0||| ! 400", "Transfer-Encoding:| chunked||0|| ! 400",
        "Transfer-Encoding: \"chunked\"||0|| ! 400", "Transfer-Encoding: chunked||2;a=\"|ok|0|| ! 400",
        "Transfer-Encoding: chunked||2 |ok|0|| ! 400", "Transfer-Encoding: chunked||2|ok0|| ! 400",
        "Transfer-Encoding: gzip|| ! 501", "Transfer-Encoding: gzip, chunked||0|| ! 501"})
    void answersOnceWhatMayHideAnotherRequest(String rest, int status) throws Exception {
        start(GENEROUS, Optional.empty());
        try (Peer peer = new Peer()) {
            peer.send(REQUEST + ("POST /x HTTP/1.1|Host: x|" + rest).replace("|", "\r\n") + REQUEST);
            assertEquals(List.of(200, status), statuses(peer.readToTheEnd()));
        }
    }

    @Test
    void answersEveryPipelinedRequestInItsTurn() throws Exception {
        start(GENEROUS, Optional.empty());
        int many = 3000;
        try (Peer peer = new Peer()) {
            peer.send(REQUEST.replace("/x", "/held") + REQUEST.repeat(many)
                    + REQUEST.replace("/x", "/none").replace("Host", "Connection: close\r\nHost"));
            List<Integer> statuses = statuses(peer.readToTheEnd());
            assertEquals(Collections.nCopies(1 + many, 200), statuses.subList(0, 1 + many));
            assertEquals(List.of(404), statuses.subList(1 + many, statuses.size()));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, HTTP/1.1 100 Continue", "11, HTTP/1.1 413 Request Entity Too Large"})
    void saysAtOnceWhetherABodyIsWelcome(int length, String line) throws Exception {
        start(GENEROUS, Optional.empty());
        try (Peer peer = new Peer()) {
            String response = peer.ask("POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: "
                    + length + "\r\n\r\n");
            assertEquals(line, response.lines().findFirst().orElseThrow());
            if (length > 10) {
                assertEquals("", peer.readToTheEnd());
            } else {
                assertTrue(peer.ask("x".repeat(length)).startsWith("HTTP/1.1 200 "));
            }
        }
    }

    private static List<Integer> statuses(String responses) {
        return Pattern.compile("HTTP/1.1 (\\d+) ").matcher(responses).results()
                .map(result -> Integer.valueOf(result.group(1))).toList();
    }

    @Test
    void closesConnectionsBeyondTheBound() throws Exception {
        start(new EdgeLimits(PATIENCE, PATIENCE, PATIENCE, 1000, 2, 10, List.of()), Optional.empty());
        try (Peer first = new Peer(); Peer second = new Peer()) {
            assertTrue(first.ask(REQUEST).startsWith("HTTP/1.1 200 "));
            assertTrue(second.ask(REQUEST).startsWith("HTTP/1.1 200 "));
            assertFalse(isServed());
            assertTrue(first.ask(REQUEST).startsWith("HTTP/1.1 200 "));
        }
        await().atMost(PATIENCE).until(this::isServed);
    }

    /** As of a peer that lost its power: it neither reads nor hangs up. */
    @Test
    void freesTheConnectionOfAPeerThatVanishedWhileItsRequestWasHeld() throws Exception {
        start(new EdgeLimits(Duration.ofSeconds(1), PATIENCE, PATIENCE, 1000, 1, 10, List.of()), Optional.empty());
        try (Peer vanished = new Peer()) {
            vanished.send(REQUEST.replace("/x", "/held"));
            await().atMost(PATIENCE).until(this::isServed);
        }
    }

    @Test
    void closesAConnectionOverTlsThatHasGoneSilent(@TempDir Path folder) throws Exception {
        start(new EdgeLimits(IN_TIME, PATIENCE, PATIENCE, 1000, 1, 10, List.of()),
                Optional.of(certificate(folder)));
        try (Socket peer = SelfSigned.trustAnyone().getSocketFactory().createSocket("127.0.0.1", port)) {
            peer.setSoTimeout((int) PATIENCE.toMillis());
            peer.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertTrue(new String(peer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.1 200 "));
        }
    }

    private boolean isServed() throws IOException {
        try (Peer peer = new Peer()) {
            return peer.ask(REQUEST).startsWith("HTTP/1.1 200 ");
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void answersTooManyRequestsOfOneAddressWith429() throws Exception {
        start(GENEROUS, Optional.empty());
        String request = REQUEST.replace("/x", "/once");
        assertTrue(answer(request.replace("GET", "OPTIONS")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(request).startsWith("HTTP/1.1 200 "));

        String refusal = answer("GET /once HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 8.8.8.8\r\n\r\n");

        assertTrue(refusal.startsWith("HTTP/1.1 429 "), refusal);
        assertTrue(refusal.contains("\r\nRetry-After: 60\r\n"), refusal);
        assertTrue(refusal.contains("\r\nAccess-Control-Allow-Origin: *\r\n"), refusal);
        assertTrue(refusal.endsWith("\r\n\r\n"), refusal);
        assertTrue(answer(REQUEST.replace("/x", "/held")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(request.replace("GET", "OPTIONS")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void countsRequestsForPathsOfOneNameTogether() throws Exception {
        start(GENEROUS, Optional.empty());

        assertTrue(answer(REQUEST.replace("/x", "/offer")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(REQUEST.replace("/x", "/other/way")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(REQUEST.replace("/x", "/offer")).startsWith("HTTP/1.1 429 "));
        assertTrue(answer(REQUEST.replace("/x", "/other/way")).startsWith("HTTP/1.1 429 "));
    }

    @Test
    void countsForEachAddressThatATrustedProxyNames() throws Exception {
        start(GENEROUS, Optional.empty());
        String request = "GET /behind HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n";

        assertTrue(answer(request.formatted("8.8.8.8")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(request.formatted("9.9.9.9")).startsWith("HTTP/1.1 200 "));
        assertTrue(answer(request.formatted("8.8.8.8")).startsWith("HTTP/1.1 429 "));
    }

    private String answer(String request) throws IOException {
        try (Peer peer = new Peer()) {
            return peer.ask(request);
        }
    }

    /** Never sends anything. */
    private static final class Never implements Subscription {

        @Override
        public void request(long count) {
        }

        @Override
        public void cancel() {
        }
    }

    /** The other end of a connection. */
    private final class Peer implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", port);

        private Peer() throws IOException {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private boolean takes(String text) {
            try {
                send(text);
                return true;
            } catch (IOException closed) {
                return false;
            }
        }

        /** Sends a request and reads the head of its response, and the body up to the 2 bytes that a route sends. */
        private String ask(String request) throws IOException {
            send(request);
            StringBuilder response = new StringBuilder();
            while (response.indexOf("\r\n\r\n") < 0) {
                read(response);
            }
            for (int left = response.indexOf("content-length: 2") < 0 ? 0 : 2; left > 0; left--) {
                read(response);
            }
            return response.toString();
        }

        private void read(StringBuilder response) throws IOException {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed");
            }
            response.append((char) next);
        }

        /** Waits until the other side hangs up, which it may have done before it got what was sent last. */
        private String readToTheEnd() throws IOException {
            try {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketException reset) {
                return "";
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
