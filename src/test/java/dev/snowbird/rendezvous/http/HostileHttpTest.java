package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever bytes a stranger sends: no 500, no stack trace, and the next request is served. */
class HostileHttpTest {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final String HEAD = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    private static final List<String> PATHS =
            List.of("/proxy", "/answer", "/client", "/amp/client/", "/amp/client/0/x", "/debug", "/metrics", "/x", "*");

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.overHttp(Map.of("rendezvous.proxy-timeout", "1ms", "rendezvous.client-timeout", "1ms",
                "http.body-timeout", "3s"));
        LOG.start();
        ROOT.addAppender(LOG);
    }

    @AfterAll
    static void stop() {
        ROOT.detachAppender(LOG);
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\r\n\r\n\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET /proxy\r\n\r\n", "GET /proxy HTTP/9.9\r\n\r\n",
        "GET /proxy HTTP/1.0\r\n\r\n", "get /proxy HTTP/1.1\r\n\r\n", "G€T /proxy HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT a.example:443 HTTP/1.1\r\n\r\n", "TRACE /proxy HTTP/1.1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\n\r\n", "GET http://a.example/proxy HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET proxy HTTP/1.1\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET /% HTTP/1.1\r\n\r\n", "GET /%00 HTTP/1.1\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\n\r\n", "GET /\u00ff HTTP/1.1\r\n\r\n", "GET /%ff%fe HTTP/1.1\r\n\r\n",
        "GET //[ HTTP/1.1\r\n\r\n", "GET /..;/proxy HTTP/1.1\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n",
        "GET /proxy HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n", "GET /proxy HTTP/1.1\r\n: x\r\n\r\n",
        "GET /proxy HTTP/1.1\r\nX\r\n\r\n", "GET /proxy HTTP/1.1\r\nX: a\0b\r\n\r\n", "GET /proxy HTTP/1.1\r\n x: y\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "POST /proxy HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "POST /proxy HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "POST /proxy HTTP/1.1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", "POST /proxy HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /proxy HTTP/1.1\r\nExpect: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
        "GET /proxy HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
        "GET /proxy HTTP/1.1\r\nUpgrade: h2c\r\nHTTP2-Settings: %\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n"})
    void answersMalformedHttpWithNo500(String request) throws Exception {
        // What is no malformed request is followed by one that ends the connection.
        String last = "GET /x" + HEAD + "\r\n";
        for (String start : List.of(request, request.replaceFirst("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: x\r\n"))) {
            assertHarmless((start + last).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: ;;;=", "Content-Encoding: gzip", "Content-Encoding: x", "Accept: \u00ff",
        "Cookie: \u00ff=;;;", "Snowflake-NAT-Type: \u00ff", "Snowflake-NAT-Type: ", "CamelHttpResponseCode: 500",
        "CamelHttpPath: /x", "Forwarded: for=\"[", "Forwarded: for=\"[::1%\";;;,,,=", "X-Forwarded-For: ,,,%,[,]",
        "Forwarded: =", "Breadcrumb-Id: x", "Authorization: Basic %%%", "Range: bytes=9-1", "If-None-Match: *",
        "Transfer-Encoding: ,", "Origin: null", "Cache-Control: x\u0007"})
    void servesEveryPathWhateverTheHeaderSays(String header) throws Exception {
        for (String path : PATHS) {
            for (String body : List.of("", "{}", "\u00ff\u0000")) {
                assertHarmless(("POST " + path + HEAD + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void servesEveryPathWhateverTheBody() throws Exception {
        // Always the same, so that a failure comes again.
        Random random = new Random(4);
        String seed = "1.0\n{\"Sid\":\"s\",\"Version\":\"1.3\",\"NAT\":\"unknown\",\"AcceptedRelayPattern\":"
                + "\"snowflake.torproject.net$\",\"Answer\":\"{\\\"type\\\":\\\"answer\\\",\\\"sdp\\\":\\\"a=candidate\\\"}\","
                + "\"offer\":\"{\\\"type\\\":\\\"offer\\\",\\\"sdp\\\":\\\"v=0\\\"}\",\"Type\":\"x\",\"Clients\":8}";
        for (int i = 0; i < 600; i++) {
            byte[] body = seed.substring(random.nextInt(5)).getBytes(StandardCharsets.ISO_8859_1);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            assertHarmless(request("POST " + PATHS.get(i % PATHS.size()) + HEAD, body));
        }
    }

    @Test
    void servesWhateverThePath() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            StringBuilder path = new StringBuilder(PATHS.get(i % PATHS.size()));
            for (int more = random.nextInt(6); more > 0; more--) {
                path.append(random.nextBoolean() ? String.valueOf((char) (33 + random.nextInt(222)))
                        : List.of("/", "..", "%2e", "%", "?", "#", "//", "%00", ";", "\\").get(random.nextInt(10)));
            }
            assertHarmless(request("POST " + path + HEAD, new byte[0]));
        }
    }

    private static byte[] request(String head, byte[] body) {
        byte[] start = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    private static void assertHarmless(byte[] request) throws Exception {
        String shown = new String(request, StandardCharsets.ISO_8859_1);
        String response = exchange(request);
        assertTrue(response.isEmpty() || response.matches("(?s)HTTP/\\d\\.\\d ([234]\\d\\d|501|503|504|505) .*"),
                () -> shown + "\n--\n" + response);
        assertTrue(!response.contains("Exception") && !response.contains("\tat "), () -> shown + "\n--\n" + response);
        List<String> traces = List.copyOf(LOG.list).stream().filter(line -> line.getThrowableProxy() != null)
                .map(ILoggingEvent::getFormattedMessage).toList();
        assertEquals(List.of(), traces, shown);
        assertEquals(400, Broker.get(broker.post("/proxy", "x")).statusCode());
    }

    /** Sends bytes; returns all that comes back until the connection is closed. */
    private static String exchange(byte[] request) throws IOException {
        try (Socket peer = new Socket(broker.listener().host(), broker.listener().port())) {
            peer.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = peer.getOutputStream();
            out.write(request);
            return new String(peer.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }
}
