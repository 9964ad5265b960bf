package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.clientPoll;
import static dev.snowbird.testing.Broker.description;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.AmpArmor;
import dev.snowbird.rendezvous.message.AmpPath;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import dev.snowbird.testkit.ManualClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checklist of Snowflake contract, section 25, items 1 to 20, one by one, over real sockets; each name ends in its
 * number. The others are in {@link ThreePoolsDayIT}.
 */
class AcceptanceIT {

    private static final String NO_PROXY = "{\"error\":\"no snowflake proxies currently available\"}";
    private static final String TIMED_OUT = "{\"error\":\"timed out waiting for answer!\"}";
    private static final String ANSWER = description("answer", "a");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T22:26:02Z"));
    private Broker broker;

    /** Starts it so that proxies are held as long as the machine is slow, and clients hear soon of those that are silent. */
    @BeforeEach
    void start() throws Exception {
        broker = started("rendezvous.client-timeout", "2s");
    }

    private void startAnew(String setting, String value) throws Exception {
        broker.close();
        broker = started(setting, value);
    }

    private Broker started(String setting, String value) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("rendezvous.client-timeout", "60s",
                "rendezvous.proxy-timeout", "60s", "rendezvous.cleanup-interval", "1s", "rendezvous.cleanup-age", "3s",
                "rendezvous.metrics-log", folder.resolve("metrics.log").toString(),
                "rendezvous.metrics-check-interval", "100ms"));
        all.put(setting, value);
        return Broker.start(all, clock);
    }

    private void holdProxiesBriefly() throws Exception {
        startAnew("rendezvous.proxy-timeout", "4s");
    }

    private void waitForAnswers() throws Exception {
        startAnew("rendezvous.client-timeout", "60s");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aLonelyPollEndsWithNoMatch1() throws Exception {
        holdProxiesBriefly();
        String answer = broker.post("/proxy", """
                {"Sid":"s","Version":"1.0","AcceptedRelayPattern":"snowflake.torproject.net$"}""").join().body();
        assertTrue(answer.matches("\\{\"Status\":\"no match\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":1[0-6]\\d{3},"
                + "\"RelayURL\":\"\"}"), answer);
    }

    @Test
    void aWrongVersionNatTypeOrSessionIsABadRequest2() {
        for (String poll : List.of("{\"Sid\":\"s\",\"Version\":\"2.0\"}", "{\"Sid\":\"s\",\"Version\":\"1\","
                + "\"NAT\":\"odd\"}", "{\"Sid\":\"\",\"Version\":\"1\"}")) {
            HttpResponse<String> response = broker.post("/proxy", poll).join();
            assertEquals(400, response.statusCode());
            assertEquals("", response.body());
        }
    }

    @Test
    void aProxyWithoutRelayPatternIsSentAwayForAnHour3() {
        assertTrue(broker.post("/proxy", "{\"Sid\":\"s\",\"Version\":\"1.0\"}").join().body()
                .contains("\"NextPoll\":3600000"));
    }

    @Test
    void offerAndAnswerPassUnchangedAndTheRelayIsTheBridges4() throws Exception {
        waitForAnswers();
        CompletableFuture<Map<String, Object>> poll = held("p", "unrestricted", 0);
        CompletableFuture<HttpResponse<String>> client = broker.post("/client", clientPoll("&<>\u2028ü", "restricted"));
        assertEquals(description("offer", "&<>\u2028ü"), poll.join().get("Offer"));
        assertEquals("wss://snowflake.torproject.net/", poll.join().get("RelayURL"));
        assertEquals("success", broker.answer("p", ANSWER).join());
        assertEquals(GoJson.write(Map.of("answer", ANSWER)), client.join().body());
    }

    @Test
    void onlyUnrestrictedClientsGetRestrictedProxiesAndTheyPreferThem5() {
        CompletableFuture<Map<String, Object>> open = held("open", "unrestricted", 0);
        assertEquals(NO_PROXY, deniedWithout(open));
        CompletableFuture<Map<String, Object>> openAgain = held("open2", "unrestricted", 0);
        CompletableFuture<Map<String, Object>> closed = held("closed", "restricted", 5);
        broker.post("/client", clientPoll("u", "unrestricted"));
        assertEquals("client match", closed.join().get("Status"));
        assertEquals(1, broker.waitingProxies());
        broker.post("/client", clientPoll("r", "restricted"));
        assertEquals("client match", openAgain.join().get("Status"));
    }

    /** Lets a restricted client take the only unrestricted proxy, and asks again with a restricted one waiting. */
    private String deniedWithout(CompletableFuture<Map<String, Object>> open) {
        broker.post("/client", clientPoll("first", "restricted"));
        open.join();
        held("restricted-1", "restricted", 0);
        held("unknown-1", "unknown", 0);
        String denied = broker.post("/client", clientPoll("second", "restricted")).join().body();
        broker.post("/client", clientPoll("u1", "unrestricted"));
        broker.post("/client", clientPoll("u2", "unrestricted"));
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 0);
        return denied;
    }

    @Test
    void theProxyWithTheFewestClientsIsTakenFirst6() {
        List<CompletableFuture<Map<String, Object>>> polls =
                List.of(held("a", "unrestricted", 8), held("b", "unrestricted", 0), held("c", "unrestricted", 3));
        for (int best : new int[] {1, 2, 0}) {
            broker.post("/client", clientPoll("o" + best, "unknown"));
            assertEquals(description("offer", "o" + best), polls.get(best).join().get("Offer"));
        }
    }

    @Test
    void aClientIsDeniedAtOnceWhenNoProxyWaits7() {
        assertEquals(NO_PROXY, broker.post("/client", clientPoll("o", "restricted")).join().body());
    }

    @Test
    void aClientWhoseProxyIsSilentIsToldSo8() {
        held("silent", "unrestricted", 0);
        assertEquals(TIMED_OUT, broker.post("/client", clientPoll("o", "restricted")).join().body());
    }

    @Test
    void theOldestClientsAreAnsweredByStatus9() throws Exception {
        startAnew("rendezvous.client-timeout", "5s");
        String offer = description("offer", "o");
        assertEquals(503, broker.post("/client", offer).join().statusCode());
        held("p", "unrestricted", 0);
        CompletableFuture<HttpResponse<String>> client = broker.post("/client", offer);
        await().atMost(Broker.patience()).until(() -> "success".equals(broker.answer("p", ANSWER).join()));
        assertEquals(ANSWER, client.join().body());
        held("silent", "unrestricted", 0);
        assertEquals(504, broker.post("/client", offer).join().statusCode());
        assertEquals(400, broker.post("/client", "{}").join().statusCode());
    }

    @Test
    void aClientBehindAnAmpCacheIsAnsweredInArmor10() throws Exception {
        waitForAnswers();
        held("p", "unrestricted", 0);
        CompletableFuture<HttpResponse<String>> client =
                get("/amp/client/" + AmpPath.encode(clientPoll("o", "restricted").getBytes(StandardCharsets.UTF_8)));
        await().atMost(Broker.patience()).until(() -> "success".equals(broker.answer("p", ANSWER).join()));
        assertEquals(GoJson.write(Map.of("answer", ANSWER)), disarmed(client.join()));
        assertEquals("{\"error\":\"cannot decode URL path\"}", disarmed(get("/amp/client/1").join()));
    }

    @Test
    void aClientOverSqsFindsItsQueueAndTheBrokerCleansUp11() {
        broker.offer("abc", clientPoll("o", "restricted"));
        assertEquals(Optional.of(NO_PROXY), await().atMost(Broker.patience())
                .until(() -> broker.response("abc"), Optional::isPresent));
        clock.advance(Duration.ofSeconds(4));
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0 && broker.clientQueues().isEmpty());
        broker.sqs().sendMessage(request -> request.queueUrl(broker.queueUrl()).messageBody("no id")).join();
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
        assertEquals(List.of(), broker.clientQueues());
    }

    @Test
    void a100000thByteIsAcceptedAndNoMore12() {
        for (String path : List.of("/proxy", "/answer", "/client")) {
            assertEquals(path.equals("/client") ? 200 : 400, broker.post(path, "x".repeat(100_000)).join().statusCode());
            assertEquals(400, broker.post(path, "x".repeat(100_001)).join().statusCode());
        }
    }

    @Test
    void otherOriginsMayReadEveryAnswerErrorsToo13() {
        for (String path : List.of("/proxy", "/answer", "/client", "/amp/client/0", "/debug", "/metrics")) {
            for (String method : List.of("OPTIONS", "POST")) {
                HttpResponse<String> response = broker.send(broker.request(path)
                        .method(method, BodyPublishers.ofString("x"))).join();
                assertEquals("*", response.headers().firstValue("Access-Control-Allow-Origin").orElse(path));
                assertEquals("Origin, X-Session-ID",
                        response.headers().firstValue("Access-Control-Allow-Headers").orElse(path));
            }
        }
    }

    @Test
    void anUnknownBridgeIsToldByItsText14() {
        String poll = "1.0\n" + GoJson.write(Map.of("offer", description("offer", "o"), "fingerprint", "0".repeat(40)));
        assertEquals("{\"error\":\"bridge with requested fingerprint is unknown to the broker\"}",
                broker.post("/client", poll).join().body());
    }

    @Test
    void anAnswerWithoutCandidateIsABadRequest15() {
        assertEquals(400, broker.post("/answer", GoJson.write(Map.of("Version", "1.0", "Sid", "s", "Answer",
                "{\"type\":\"answer\",\"sdp\":\"v=0\"}"))).join().statusCode());
    }

    @Test
    void aSecondAnswerFindsItsClientGone16() throws Exception {
        waitForAnswers();
        held("p", "unrestricted", 0);
        CompletableFuture<HttpResponse<String>> client = broker.post("/client", clientPoll("o", "restricted"));
        await().atMost(Broker.patience()).until(() -> "success".equals(broker.answer("p", ANSWER).join()));
        assertEquals("client gone", broker.answer("p", ANSWER).join());
        assertEquals(GoJson.write(Map.of("answer", ANSWER)), client.join().body());
    }

    @Test
    void aDaysCountsAreWrittenToTheMetricsLogAndServed17() throws Exception {
        holdProxiesBriefly();
        broker.post("/proxy", "{\"Sid\":\"s\",\"Version\":\"1.0\"}").join();
        broker.poll("idle", "restricted", 0).join();
        broker.post("/client", clientPoll("o", "restricted")).join();
        broker.post("/client", clientPoll("o", "unrestricted")).join();
        broker.offer("sqs", clientPoll("o", "unknown"));
        await().atMost(Broker.patience()).until(() -> broker.response("sqs").isPresent());

        clock.advance(Duration.ofDays(1));
        Path log = folder.resolve("metrics.log");
        await().atMost(Broker.patience()).until(() -> Files.size(log) > 0);
        String expected = """
                snowflake-stats-end 2026-11-21 22:26:02 (86400 s)
                snowflake-ips\s
                snowflake-ips-standalone 0
                snowflake-ips-webext 0
                snowflake-ips-badge 0
                snowflake-ips-iptproxy 0
                snowflake-ips-bloco 0
                snowflake-ips-total 0
                snowflake-idle-count 8
                snowflake-proxy-poll-with-relay-url-count 8
                snowflake-proxy-poll-without-relay-url-count 8
                snowflake-proxy-rejected-for-relay-url-count 8
                client-denied-count 8
                client-restricted-denied-count 8
                client-unrestricted-denied-count 8
                client-nat-strict-denied-count 0
                client-nat-moderate-denied-count 0
                client-nat-open-denied-count 0
                client-nat-unknown-denied-count 8
                client-snowflake-match-count 0
                client-snowflake-timeout-count 0
                client-http-count 8
                client-http-ips ??=8
                client-ampcache-count 0
                client-ampcache-ips\s
                client-sqs-count 8
                client-sqs-ips ??=8
                snowflake-ips-nat-restricted 0
                snowflake-ips-nat-unrestricted 0
                snowflake-ips-nat-unknown 0
                snowflake-ips-nat-strict 0
                snowflake-ips-nat-moderate 0
                snowflake-ips-nat-open 0
                """;
        assertEquals(expected, Files.readString(log));
        assertEquals(expected, get("/metrics").join().body());
    }

    @Test
    void prometheusReadsTheReferencesNamesLabelsAndRounding18() throws Exception {
        holdProxiesBriefly();
        broker.poll("idle", "restricted", 0).join();
        broker.post("/client", clientPoll("o", "restricted")).join();
        HttpResponse<String> page = get("/prometheus").join();
        assertEquals("text/plain; version=0.0.4; charset=utf-8",
                page.headers().firstValue("Content-Type").orElse(""));
        for (String line : List.of(
                "snowflake_rounded_proxy_poll_total{nat=\"restricted\",status=\"idle\",type=\"standalone\"} 8",
                "snowflake_available_proxies{nat=\"restricted\",type=\"standalone\"} 0",
                "snowflake_rounded_proxy_poll_with_relay_url_extension_total{nat=\"restricted\",type=\"standalone\"} 8",
                "snowflake_rounded_client_poll_total{cc=\"??\",nat=\"restricted\",rendezvous_method=\"http\","
                        + "status=\"denied\"} 8")) {
            assertTrue(page.body().lines().anyMatch(line::equals), page.body());
        }
    }

    @Test
    void aThousandProxiesServeFiveHundredClientsAtOnce20() throws Exception {
        waitForAnswers();
        AtomicInteger served = new AtomicInteger();
        IntStream.range(0, 1000).forEach(i -> broker.poll("p" + i, "unrestricted", 0)
                .thenCompose(told -> broker.answer("p" + i, ANSWER))
                .thenAccept(status -> served.addAndGet(status.equals("success") ? 1 : 0)));
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 1000);
        List<CompletableFuture<HttpResponse<String>>> clients = IntStream.range(0, 500)
                .mapToObj(i -> broker.post("/client", clientPoll("c" + i, "restricted"))).toList();
        clients.forEach(client -> assertEquals(GoJson.write(Map.of("answer", ANSWER)), client.join().body()));
        await().atMost(Broker.patience()).until(() -> served.get() == 500);
        assertEquals(500, broker.waitingProxies());
    }

    private CompletableFuture<Map<String, Object>> held(String sid, String nat, int clients) {
        int before = broker.waitingProxies();
        CompletableFuture<Map<String, Object>> poll = broker.poll(sid, nat, clients);
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() > before || poll.isDone());
        return poll;
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        return broker.get(path);
    }

    private static String disarmed(HttpResponse<String> response) {
        assertEquals(200, response.statusCode());
        assertEquals("text/html", response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("max-age=15", response.headers().firstValue("Cache-Control").orElse(""));
        return new String(AmpArmor.decode(response.body()), StandardCharsets.UTF_8);
    }
}
