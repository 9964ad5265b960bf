package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.GetResponse;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.doctor.Finding;
import dev.snowbird.rendezvous.cluster.NodeFindings;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.statistics.DistinctCount;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.AmqpClient;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.GhostNode;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RabbitMq;
import dev.snowbird.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes in this process, which meet at a RabbitMQ as a user with just the rights of config/rabbitmq.json. */
class NodesIT {

    private static RabbitMq rabbit;

    @BeforeAll
    static void launch() throws Exception {
        rabbit = RabbitMq.launch();
        rabbit.control("add_user", "seabird", "secret");
        giveRights();
    }

    private static void giveRights() {
        rabbit.control("import_definitions", Path.of("config/rabbitmq.json").toAbsolutePath().toString());
    }

    @AfterAll
    static void end() throws Exception {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Test
    void nodesHearOfEachOtherAndLeaveNothing() throws Exception {
        try (Broker a = node("a"); Broker b = node("b"); Broker c = node("c")) {
            awaitNodes(2, a, b, c);
            c.close();
            awaitNodes(1, a, b);
        }
        assertEquals("", rabbit.control("list_queues", "-p", "seabird", "--no-table-headers", "name").strip());
    }

    @Test
    void servesAloneUnderANameThatAnotherNodeHasAndSaysWhy() throws Exception {
        try (Broker a = node("a"); LogLines log = new LogLines(AmqpLink.class)) {
            awaitUp(a);
            try (Broker again = node("a")) {
                await().atMost(Broker.patience()).until(() -> log.all().contains(
                        "The message broker can't be used yet: cluster.node-id: there is another node a, or was until a"
                        + " moment ago. This node serves its clients from its own proxies until it can"));
                assertTrue(Broker.get(again.management("/observe/health")).body().contains("UP"));
                a.close();
                awaitUp(again);
            }
        }
    }

    /** Also those of a node that has left, which tells its last when it stops. */
    @Test
    void eachNodeTellsTheNumbersOfAll(@TempDir Path folder) throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T18:00:00Z"));
        try (Broker a = counting("a", folder, clock, "100ms"); Broker b = counting("b", folder, clock, "100ms")) {
            deny(9, a);
            deny(9, b);
            try (Broker leaving = counting("c", folder, clock, "1h")) {
                awaitNodes(2, a, b, leaving);
                deny(9, leaving);
            }
            hold(a, "8.8.8.1", "a1");
            awaitSnowflakes(1, a, b);
            clock.advance(Duration.ofHours(6));
            // What a node tells comes in its order: who has heard of the second has heard the last of the day.
            hold(b, "8.8.8.1", "b1");
            awaitSnowflakes(2, a, b);
            hold(a, "8.8.8.2", "a2");
            hold(b, "8.8.8.3", "b2");
            awaitSnowflakes(4, a, b);
            clock.advance(Duration.ofMinutes(1));
            String block = Files.readString(awaitBlock(folder.resolve("a.log")));
            assertTrue(block.contains("snowflake-stats-end 2026-11-22 00:00:00 (21600 s)\n"), block);
            assertTrue(block.contains("\nclient-denied-count 32\n"), block);
            assertTrue(block.contains("\nclient-http-ips ??=32\n"), block);
            assertEquals(block, Files.readString(awaitBlock(folder.resolve("b.log"))));
        }
        // One address has been at both.
        assertEquals(3, DistinctCount.count(List.of(journal(folder, "a-standalone"), journal(folder, "b-standalone")),
                Instant.MIN, Instant.MAX, line -> { }).sum());
    }

    @Test
    void anAnswerFindsItsClientAtAnotherNode() throws Exception {
        try (Broker a = node("a"); Broker b = node("b")) {
            awaitNodes(1, a, b);
            CompletableFuture<Map<String, Object>> proxy = a.holdProxy("the-sid");
            CompletableFuture<HttpResponse<String>> client = a.post("/client", Polls.versioned(Polls.OFFER));
            assertEquals("client match", Broker.get(proxy).get("Status"));
            assertEquals("client gone", Broker.get(b.answer("another-sid", Polls.ANSWER)));
            assertEquals("success", Broker.get(b.answer("the-sid", Polls.ANSWER)));
            assertEquals(GoJson.write(Map.of("answer", Polls.ANSWER)), Broker.get(client).body());
            assertEquals("client gone", Broker.get(b.answer("the-sid", Polls.ANSWER)));

            assertEquals(List.of("{status=\"success\",type=\"standalone\"} 8", "{status=\"timeout\",type=\"\"} 8"),
                    answersCounted(b));
            assertEquals(List.of(), answersCounted(a));
            assertEquals(List.of(1.0, 1.0, 1.0), Stream.of("success", "gone", "silent")
                    .map(outcome -> meter(b, "snowbird.answers.elsewhere", "outcome", outcome)).toList());
        }
    }

    private static Broker counting(String name, Path folder, ManualClock clock, String interval)
            throws Exception {
        return Broker.start(Map.of("cluster.enabled", "true", "cluster.node-id", name, "amqp.uri", uri().toString(),
                "cluster.debug-interval", "100ms", "cluster.counts-interval", interval, "sqs.endpoint", "none",
                "rendezvous.metrics-log", folder.resolve(name + ".log").toString(),
                "rendezvous.metrics-check-interval", "100ms", "rendezvous.proxy-timeout", "60s",
                "rendezvous.ip-count-prefix", folder.resolve(name).toString()), clock);
    }

    private static void deny(int times, Broker node) throws Exception {
        for (int i = 0; i < times; i++) {
            assertTrue(Broker.get(node.post("/client", Polls.versioned(Polls.OFFER))).body().contains("error"));
        }
    }

    /** A proxy that nobody here can use. */
    private static void hold(Broker node, String address, String sid) {
        node.pollFrom(address, """
                {"Sid":"%s","Version":"1.3","Type":"standalone","NAT":"strict","Clients":0,\
                "AcceptedRelayPattern":"snowflake.torproject.net$"}""".formatted(sid));
    }

    private static void awaitSnowflakes(int count, Broker... nodes) {
        for (Broker node : nodes) {
            await().atMost(Broker.patience()).until(() -> Broker.get(node.get("/debug")).body()
                    .startsWith("current snowflakes available: " + count + "\n"));
        }
    }

    private static Path awaitBlock(Path log) {
        await().atMost(Broker.patience()).until(() -> Files.size(log) > 0);
        return log;
    }

    private static Path journal(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
        }
    }

    private static List<String> answersCounted(Broker node) throws Exception {
        String family = "snowflake_rounded_proxy_answer_total";
        return Broker.get(node.get("/prometheus")).body().lines().filter(line -> line.startsWith(family))
                .map(line -> line.substring(family.length())).toList();
    }

    /** What the client sees and what is counted of it is as with one node; the proxy is counted where it is. */
    @Test
    void aClientThatFindsNoProxyAtItsNodeGetsOneOfAnother() throws Exception {
        try (Broker a = node("a"); Broker b = node("b")) {
            awaitNodes(1, a, b);
            CompletableFuture<Map<String, Object>> proxy = b.holdProxy("far");
            awaitProxiesElsewhere(a, 1);

            CompletableFuture<HttpResponse<String>> client = a.post("/client", Broker.clientPoll("near", "restricted"));

            assertEquals(Broker.description("offer", "near"), Broker.get(proxy).get("Offer"));
            assertEquals("restricted", Broker.get(proxy).get("NAT"));
            assertEquals("success", Broker.get(b.answer("far", Broker.description("answer", "far"))));
            assertAnsweredBy("far", client);
            assertEquals(1, meter(a, "snowbird.offers.ended", "method", "http", "outcome", "matched", "pool", "strict"));
            assertEquals(0, meter(b, "snowbird.offers.ended", "method", "http", "outcome", "matched", "pool", "strict"));
            assertEquals(1, meter(b, "snowbird.proxies.claimed", "type", "standalone"));
            assertEquals(1, meter(a, "snowbird.offers.forwarded", "outcome", "answer"));
            assertEquals(1, meter(b, "snowbird.offers.from.elsewhere", "outcome", "answer"));
        }
    }

    @Test
    void isDeniedAtOnceWhenNoNodeHasAProxyThatFits() throws Exception {
        try (Broker a = node("a"); Broker b = node("b")) {
            awaitNodes(1, a, b);
            CompletableFuture<Map<String, Object>> unfit = b.poll("unfit", "restricted", 0);
            await().atMost(Broker.patience())
                    .until(() -> meter(a, "snowbird.nodes.proxies", "pool", "strict") == 1);

            assertError("no snowflake proxies currently available", a, Broker.clientPoll("near", "restricted"));
            assertFalse(unfit.isDone());
        }
    }

    @Test
    void goesOnWhenANodeRefusesOrIsGoneOrFull() throws Exception {
        try (Broker a = node("a", Map.of("cluster.tries", "4")); Broker b = node("b");
                GhostNode refuses = new GhostNode(uri(), "refuses"); GhostNode full = new GhostNode(uri(), "full");
                GhostNode gone = new GhostNode(uri(), "gone")) {
            refuses.listen(1);
            full.listen(0);
            CompletableFuture<Map<String, Object>> proxy = b.holdProxy("far");
            awaitProxiesElsewhere(a, 1);
            gone.tell(30);
            full.tell(20);
            refuses.tell(10);
            awaitNodes(4, a);

            CompletableFuture<HttpResponse<String>> client = a.post("/client", Broker.clientPoll("near", "restricted"));
            refuses.reply(refuses.next(), "refused", "");

            assertEquals(Broker.description("offer", "near"), Broker.get(proxy).get("Offer"));
            Broker.get(b.answer("far", Broker.description("answer", "far")));
            assertAnsweredBy("far", client);
            assertEquals(2, meter(a, "snowbird.offers.forwarded", "outcome", "returned"));
            assertEquals(1, meter(a, "snowbird.offers.forwarded", "outcome", "refused"));
        }
    }

    @Test
    void goesNowhereAfterSilence() throws Exception {
        try (Broker a = node("a", Map.of("rendezvous.client-timeout", "2s")); Broker b = node("b");
                GhostNode silent = new GhostNode(uri(), "silent")) {
            silent.listen(1);
            CompletableFuture<Map<String, Object>> proxy = b.holdProxy("far");
            awaitProxiesElsewhere(a, 1);
            silent.tell(10);
            awaitNodes(2, a);

            assertError("timed out waiting for answer!", a, Broker.clientPoll("near", "restricted"));

            GetResponse offer = silent.next();
            silent.reply(offer, "refused", "");
            assertFalse(proxy.isDone());
            assertEquals(1, meter(a, "snowbird.offers.forwarded", "outcome", "silent"));
            assertEquals("1", AmqpClient.headers(offer).get("hops"));
            assertTrue(Integer.parseInt(AmqpClient.headers(offer).get("remaining")) <= 2_000);
            assertEquals(Broker.clientPoll("near", "restricted").length(), offer.getBody().length
                    - ",\"fingerprint\":\"\"".length() - Fingerprint.DEFAULT.hex().length());
        }
    }

    @Test
    void aNodeThatIsDrainedFinishesTheOffersOfOthersAndGetsNoMore() throws Exception {
        try (Broker a = node("a"); Broker b = node("b", Map.of("drain.notice", "1s", "drain.timeout", "60s"))) {
            awaitNodes(1, a, b);
            CompletableFuture<Map<String, Object>> taken = b.holdProxy("taken");
            awaitProxiesElsewhere(a, 1);
            CompletableFuture<HttpResponse<String>> first = a.post("/client", Broker.clientPoll("first", "restricted"));
            assertEquals(Broker.description("offer", "first"), Broker.get(taken).get("Offer"));
            CompletableFuture<Map<String, Object>> held = b.holdProxy("held");
            awaitProxiesElsewhere(a, 1);

            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(b.application()::drain);

            awaitProxiesElsewhere(a, 0);
            assertError("no snowflake proxies currently available", a, Broker.clientPoll("second", "restricted"));
            assertEquals("no match", Broker.get(held).get("Status"));
            assertTrue(Broker.get(b.management("/observe/drain")).body().contains("\"offers of other nodes\":1"));
            assertFalse(drained.isDone());
            Broker.get(b.answer("taken", Broker.description("answer", "taken")));
            assertAnsweredBy("taken", first);
            assertTrue(Broker.get(drained));
        }
    }

    @Test
    void theDoctorSaysWhatANodeMayNot() {
        Settings settings = Settings.builtIn(Map.of("cluster.enabled", "true", "amqp.uri", uri().toString()));
        assertEquals(List.of("OK", "OK", "OK", "OK"),
                NodeFindings.of(settings).stream().map(finding -> finding.level().name()).toList());

        rabbit.control("set_permissions", "-p", "seabird", "seabird", "^seabird\\.", ".*", ".*");
        List<Finding> findings = NodeFindings.of(settings);
        giveRights();

        assertTrue(findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL
                && finding.words().contains("needs the right to configure snowbird.nodes")), findings::toString);
    }

    /** Whoever can write to the broker must not make a node do what a node should not. */
    @Test
    void dropsWhatNoNodeWouldSend() throws Exception {
        try (Broker b = node("b"); GhostNode ghost = new GhostNode(uri(), "ghost")) {
            awaitUp(b);
            CompletableFuture<Map<String, Object>> proxy = b.holdProxy("far");
            String poll = Broker.clientPoll("near", "restricted");
            String replies = ghost.replies();
            ghost.offer("b", Map.of("hops", "2", "remaining", "5000"), replies, poll);
            ghost.offer("b", Map.of("hops", "1", "remaining", "-1"), replies, poll);
            ghost.offer("b", Map.of("hops", "1", "remaining", "5000"), "seabird.backend.irc:other", poll);
            ghost.offer("b", Map.of("hops", "1", "remaining", "5000"), replies, "1.0\n{\"offer\":");
            ghost.offer("b", Map.of("hops", "1", "remaining", "5000"), replies, "x".repeat(100_001));
            ghost.send("snowbird.nodes", "", "offer", poll);
            ghost.send("snowbird.nodes", "", "news", "{");
            ghost.send("snowbird.nodes", "", "news", "x".repeat(10_000));
            ghost.send("snowbird.nodes", "", "unheard-of", "");

            // All before came to nothing; this one is right, but has no time left.
            ghost.offer("b", Map.of("hops", "1", "remaining", "0"), replies, poll);

            assertEquals("refused", AmqpClient.headers(ghost.next(replies)).get("outcome"));
            assertFalse(proxy.isDone());
            assertEquals(0, meter(b, "snowbird.nodes"));
        }
    }

    @Test
    void servesAloneWhileTheBrokerIsAway() throws Exception {
        try (RabbitMq own = RabbitMq.launch();
                Broker a = node("a", Map.of("amqp.uri", own.uri().toString()));
                Broker b = node("b", Map.of("amqp.uri", own.uri().toString()));
                LogLines log = new LogLines(AmqpLink.class)) {
            awaitNodes(1, a, b);
            CompletableFuture<Map<String, Object>> proxy = b.holdProxy("far");
            awaitProxiesElsewhere(a, 1);

            own.stop();
            awaitNodes(0, a, b);
            assertError("no snowflake proxies currently available", a, Broker.clientPoll("near", "restricted"));
            assertEquals(200, Broker.get(a.management("/observe/health")).statusCode());
            assertTrue(Broker.get(a.management("/observe/health?exposureLevel=full")).body().contains("serves alone"));
            assertFalse(proxy.isDone());

            own.start();
            awaitProxiesElsewhere(a, 1);
            CompletableFuture<HttpResponse<String>> client = a.post("/client", Broker.clientPoll("near", "restricted"));
            assertEquals(Broker.description("offer", "near"), Broker.get(proxy).get("Offer"));
            Broker.get(b.answer("far", Broker.description("answer", "far")));
            assertAnsweredBy("far", client);
            assertEquals(2, log.all().stream().filter(line -> line.contains("is lost")).count(), log.all()::toString);
        }
    }

    private static URI uri() {
        return URI.create("amqp://seabird:secret@127.0.0.1:%d/seabird".formatted(rabbit.port()));
    }

    private static void assertError(String text, Broker node, String poll) throws Exception {
        assertEquals("{\"error\":\"" + text + "\"}", Broker.get(node.post("/client", poll)).body());
    }

    private static void assertAnsweredBy(String name, CompletableFuture<HttpResponse<String>> client) throws Exception {
        assertEquals(Broker.description("answer", name), Broker.json(Broker.get(client).body()).get("answer"));
    }

    private static void awaitProxiesElsewhere(Broker node, int proxies) {
        await().atMost(Broker.patience()).until(() -> meter(node, "snowbird.nodes.proxies", "pool", "open") == proxies);
    }

    private static Broker node(String name) throws Exception {
        return node(name, Map.of());
    }

    private static Broker node(String name, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("cluster.enabled", "true", "cluster.node-id", name,
                "amqp.uri", uri().toString()));
        all.putAll(settings);
        return Broker.overHttp(all);
    }

    private static double meter(Broker node, String name, String... tags) {
        return node.application().meters().get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    private static void awaitUp(Broker node) {
        await().atMost(Broker.patience()).until(() -> meter(node, "snowbird.cluster.up") == 1);
    }

    private static void awaitNodes(int others, Broker... nodes) {
        for (Broker node : nodes) {
            await().atMost(Broker.patience()).until(() -> meter(node, "snowbird.nodes") == others);
        }
    }
}
