package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies see of the HTTP server (Snowflake contract, sections 2 to 4), over real sockets. */
class HttpEdgeIT {

    private static final String POLL = "{\"Sid\":\"s\",\"Version\":\"1.3\",\"Type\":\"standalone\",\"NAT\":\"restricted\","
            + "\"Clients\":0,\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";

    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(Map.of("rendezvous.proxy-timeout", "1s", "rendezvous.polls-per-interval", "0"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void holdsALonelyPollAndThenSaysNoMatch() {
        HttpResponse<String> response = broker.post("/proxy", POLL).join();
        assertEquals(200, response.statusCode());
        assertTrue(response.body().matches("\\{\"Status\":\"no match\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":1\\d{4},"
                + "\"RelayURL\":\"\"}"), response.body());
        assertEquals("text/plain; charset=utf-8", response.headers().firstValue("Content-Type").orElse(""));
        assertAllowsOtherOrigins(response);
    }

    @Test
    void turnsAwayAProxyWithoutARelayPatternForAnHour() {
        assertEquals("{\"Status\":\"incorrect relay pattern\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":3600000,"
                + "\"RelayURL\":\"\"}", broker.post("/proxy", "{\"Sid\":\"s\",\"Version\":\"1\"}").join().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "x", "{\"Sid\":\"\",\"Version\":\"1\"}",
        "{\"Sid\":\"s\",\"Version\":\"2.0\"}", "{\"Sid\":\"s\"}", "{\"Sid\":\"s\",\"Version\":\"1\",\"NAT\":\"odd\"}",
        "{\"Sid\":\"s\",\"Version\":\"1\",\"Clients\":8.0}", "{\"Sid\":\"s\",\"Version\":\"1\"} x"})
    void refusesAMalformedPoll(String body) {
        assertRefused(broker.post("/proxy", body).join());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"Version\":\"1\",\"Sid\":\"s\",\"Answer\":\"{\\\"type\\\":\\\"answer\\\",\\\"sdp\\\":\\\"v=0\\\"}\"}",
        "{\"Version\":\"1\",\"Sid\":\"s\",\"Answer\":\"a=candidate\"}",
        "{\"Version\":\"1\",\"Sid\":\"\",\"Answer\":\"{\\\"type\\\":\\\"answer\\\",\\\"sdp\\\":\\\"a=candidate\\\"}\"}",
        "{\"Version\":\"2\",\"Sid\":\"s\",\"Answer\":\"{\\\"type\\\":\\\"answer\\\",\\\"sdp\\\":\\\"a=candidate\\\"}\"}",
        "a=candidate"})
    void refusesAMalformedAnswer(String body) {
        assertRefused(broker.post("/answer", body).join());
    }

    @Test
    void tellsAProxyWhoseClientIsUnknownThatItIsGone() {
        assertEquals("client gone", broker.answer("nobody", Broker.description("answer", "a")).join());
    }

    @ParameterizedTest
    @CsvSource({"/proxy, 99999, 200", "/proxy, 100000, 200", "/proxy, 100001, 400", "/answer, 100001, 400"})
    void acceptsABodyOfUpTo100000Bytes(String path, int length, int status) {
        String body = POLL.replace("\"s\"", "\"" + "s".repeat(length - POLL.length() + 1) + "\"");
        assertEquals(length, body.length());
        HttpResponse<String> response = broker.post(path, body).join();
        assertEquals(status, response.statusCode());
        assertAllowsOtherOrigins(response);
    }

    @Test
    void takesABodyForWhatItIsWhateverItsContentType() {
        HttpResponse<String> response = broker.send(broker.request("/proxy")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(POLL)))
                .join();
        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("no match"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxy", "/answer"})
    void answersOptionsWithoutRunningAnything(String path) {
        HttpResponse<String> response = broker.send(broker.request(path)
                .method("OPTIONS", BodyPublishers.noBody())).join();
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
        assertAllowsOtherOrigins(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/proxy/", "/proxy/x", "/answer/", "/nothing"})
    void knowsNothingElse(String path) {
        HttpResponse<String> response = broker.post(path, POLL).join();
        assertEquals(404, response.statusCode());
        assertEquals("404 page not found\n", response.body());
        assertEquals("text/plain; charset=utf-8", response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void doesNotEchoRequestHeaders() {
        HttpResponse<String> response = broker.send(broker.request("/answer")
                .header("X-Mine", "1").POST(BodyPublishers.ofString("x"))).join();
        assertEquals(java.util.Set.of("access-control-allow-origin", "access-control-allow-headers", "content-length"),
                response.headers().map().keySet());
    }

    @Test
    void letsAProxyGoThatHangsUpWhileItIsHeld() throws Exception {
        try (Broker patient = Broker.start(Map.of("rendezvous.proxy-timeout", "60s"))) {
            URI edge = patient.http("/proxy");
            try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /proxy HTTP/1.1\r\nHost: x\r\nContent-Length: " + POLL.length() + "\r\n\r\n" + POLL)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                await().atMost(Broker.patience()).until(() -> patient.waitingProxies() == 1);
            }
            await().atMost(Broker.patience()).until(() -> patient.waitingProxies() == 0);
            CompletableFuture<Map<String, Object>> other = patient.poll("other", "unrestricted", 0);
            await().atMost(Broker.patience()).until(() -> patient.waitingProxies() == 1);
            patient.offer("client", Broker.clientPoll("o", "restricted"));
            assertEquals("client match", other.join().get("Status"));
        }
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertEquals(400, response.statusCode());
        assertEquals("", response.body());
        assertAllowsOtherOrigins(response);
    }

    private static void assertAllowsOtherOrigins(HttpResponse<String> response) {
        assertEquals("*", response.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals("Origin, X-Session-ID", response.headers().firstValue("Access-Control-Allow-Headers").orElse(""));
    }
}
