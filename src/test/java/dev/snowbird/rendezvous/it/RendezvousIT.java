package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.clientPoll;
import static dev.snowbird.testing.Broker.description;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole exchange, over a real SQS protocol and real HTTP. */
class RendezvousIT {

    private static final String RELAY = "wss://snowflake.torproject.net/";

    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(Map.of("rendezvous.client-timeout", "60s", "rendezvous.proxy-timeout", "60s"));
    }

    private void startAnewForSilentProxies() throws Exception {
        broker.close();
        broker = Broker.start(Map.of("rendezvous.client-timeout", "2s", "rendezvous.proxy-timeout", "60s"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void bringsTheOfferToTheProxyAndItsAnswerToTheClientUnchanged() {
        CompletableFuture<Map<String, Object>> poll = held("proxy-1", "unrestricted", 0);
        broker.offer("c0ffee", clientPoll("offer <&> \u2028", "restricted"));

        Map<String, Object> match = new HashMap<>(poll.join());
        assertTrue((int) match.remove("NextPoll") <= 20_000);
        assertEquals(Map.of("Status", "client match", "Offer", description("offer", "offer <&> \u2028"),
                "NAT", "restricted", "RelayURL", RELAY), match);
        assertEquals("success", broker.answer("proxy-1", description("answer", "a")).join());
        assertEquals(GoJson.write(Map.of("answer", description("answer", "a"))), response("c0ffee"));
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
    }

    @Test
    void theLogTellsTheLifeOfAnOfferByAnIdThatIsNotItsClients() {
        try (LogLines log = LogLines.debug("offer")) {
            CompletableFuture<Map<String, Object>> poll = held("proxy-1", "unrestricted", 0);
            broker.offer("c0ffee", clientPoll("offer", "restricted"));
            poll.join();
            broker.answer("proxy-1", description("answer", "a")).join();
            await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);

            assertEquals(1, log.ids("offer").size());
            assertEquals(List.of("came over sqs, from behind restricted NAT",
                    "is given to a standalone proxy behind unrestricted NAT", "has its proxy's answer",
                    "ends after N ms: answered", "has its response on its client's queue"),
                    log.of("offer", log.ids("offer").get(0)).stream()
                            .map(line -> line.replaceAll("after \\d+ ms", "after N ms")).toList());
            assertFalse(log.ids("offer").get(0).contains("c0ffee"));
        }
    }

    @Test
    void tellsAClientAtOnceThatNoProxyIsThere() {
        broker.offer("alone", clientPoll("x", "unknown"));
        assertEquals("{\"error\":\"no snowflake proxies currently available\"}", response("alone"));
    }

    @Test
    void tellsAClientThatItsProxyDidNotAnswerInTime() throws Exception {
        startAnewForSilentProxies();
        CompletableFuture<Map<String, Object>> poll = held("silent", "unrestricted", 0);
        broker.offer("late", clientPoll("x", "unknown"));
        assertEquals("client match", poll.join().get("Status"));
        assertEquals("{\"error\":\"timed out waiting for answer!\"}", response("late"));
        assertEquals("client gone", broker.answer("silent", description("answer", "a")).join());
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "2.0\\n{}                                   | unsupported message version",
        "{\"offer\":\"x\"}                          | unsupported message version",
        "1.0\\n                                     | unexpected end of JSON input",
        "1.0\\nx                                    | invalid character 'x' looking for beginning of value",
        "1.0\\n{}                                   | no supplied offer",
        "1.0\\n{\"offer\":\"{}\"}                   | malformed session description: "
                + "cannot deserialize SessionDescription without type field",
        "1.0\\n{\"offer\":\"OFFER\",\"fingerprint\":\"xy\"} | cannot decode fingerprint",
        "1.0\\n{\"offer\":\"OFFER\",\"nat\":\"odd\"}        | invalid NAT type",
        "1.0\\n{\"offer\":\"OFFER\",\"fingerprint\":\"0000000000000000000000000000000000000000\"} "
                + "| bridge with requested fingerprint is unknown to the broker",
        "1.0\\n{\"offer\":7} | json: cannot unmarshal number into Go struct field ClientPollRequest.offer of type string"
    })
    void tellsAClientWhatIsWrongWithItsPoll(String poll, String error) {
        String offer = GoJson.write(description("offer", "o"));
        broker.offer("wrong", poll.replace("\\n", "\n").replace("\"OFFER\"", offer));
        assertEquals(GoJson.write(Map.of("error", error)), response("wrong"));
    }

    @Test
    void deletesAnOfferThatNamesNoUsableQueue() {
        broker.sqs().sendMessage(request -> request.queueUrl(broker.queueUrl()).messageBody(clientPoll("x", ""))).join();
        broker.offer("not/a/queue", clientPoll("x", ""));
        broker.offer("x".repeat(64), clientPoll("x", ""));
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
        assertEquals(List.of(), broker.clientQueues());
    }

    @Test
    void survivesAClientQueueThatVanishesBeforeItsAnswer() {
        CompletableFuture<Map<String, Object>> poll = held("proxy", "unrestricted", 0);
        broker.offer("vanished", clientPoll("x", "unknown"));
        poll.join();
        broker.sqs().deleteQueue(request -> request.queueUrl(broker.clientQueueUrl("vanished"))).join();
        assertEquals("success", broker.answer("proxy", description("answer", "a")).join());
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);

        broker.offer("next", clientPoll("x", "unknown"));
        assertEquals("{\"error\":\"no snowflake proxies currently available\"}", response("next"));
    }

    @Test
    void givesEachClientTheKindOfProxyItsNatNeeds() throws Exception {
        startAnewForSilentProxies();
        CompletableFuture<Map<String, Object>> restricted = held("r", "restricted", 0);
        CompletableFuture<Map<String, Object>> unknown = held("k", "unknown", 9);
        CompletableFuture<Map<String, Object>> busy = held("b", "unrestricted", 8);
        CompletableFuture<Map<String, Object>> idle = held("i", "unrestricted", 0);

        broker.offer("c1", clientPoll("needs-open", "restricted"));
        assertEquals(description("offer", "needs-open"), idle.join().get("Offer"));
        broker.offer("c2", clientPoll("takes-any", "unrestricted"));
        assertEquals(description("offer", "takes-any"), restricted.join().get("Offer"));
        broker.offer("c3", clientPoll("takes-any-2", "unrestricted"));
        assertEquals(description("offer", "takes-any-2"), unknown.join().get("Offer"));
        broker.offer("c4", clientPoll("unsure", "unknown"));
        assertEquals(description("offer", "unsure"), busy.join().get("Offer"));
        broker.offer("c5", clientPoll("too-late", "unrestricted"));
        assertEquals("{\"error\":\"no snowflake proxies currently available\"}", response("c5"));
    }

    @Test
    void createsTheBrokerQueueAgainWhenItIsDeletedUnderThePoll() {
        broker.offer("before", clientPoll("x", "unknown"));
        response("before");
        broker.sqs().deleteQueue(request -> request.queueUrl(broker.queueUrl())).join();
        // The emulator leaves the running long poll hanging; the broker gives up on it and looks again.
        await().atMost(Broker.patience()).until(() -> !broker.sqs()
                .listQueues(request -> request.queueNamePrefix("snowflake-broker")).join().queueUrls().isEmpty());
        broker.offer("after", clientPoll("x", "unknown"));
        assertEquals("{\"error\":\"no snowflake proxies currently available\"}", response("after"));
    }

    @Test
    void makesAtMostFiveCallsForALoneOfferAndFewerForEachOfThree() throws Exception {
        broker.offer("lone", clientPoll("x", "unknown"));
        response("lone");
        await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
        assertEquals(List.of(1, 1, 1), callsForOffers());
        broker.close();

        try (Broker three = Broker.start(Map.of("rendezvous.client-timeout", "1s",
                "rendezvous.proxy-timeout", "60s"))) {
            broker = three;
            List<CompletableFuture<Map<String, Object>>> polls = new ArrayList<>();
            IntStream.range(0, 2).forEach(i -> polls.add(held("p" + i, "unrestricted", 0)));
            three.sqs().sendMessageBatch(batch -> batch.queueUrl(three.queueUrl()).entries(IntStream.range(0, 3)
                    .mapToObj(i -> software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry.builder()
                            .id("m" + i).messageBody(clientPoll("x", "unknown"))
                            .messageAttributes(Broker.clientId("c" + i)).build()).toList())).join();
            IntStream.range(0, 3).forEach(i -> response("c" + i));
            await().atMost(Broker.patience()).until(() -> three.offersOnQueue() == 0);
            List<Integer> calls = callsForOffers();
            assertEquals(List.of(3, 3), calls.subList(0, 2));
            assertTrue(calls.get(2) <= 2, "one denied at once, two that nobody answered in time: " + calls);
        }
    }

    /** Queues made for clients, responses sent, and calls that delete offers. */
    private List<Integer> callsForOffers() {
        return List.of(broker.calls("CreateQueue") - 1, broker.calls("SendMessage"),
                broker.calls("DeleteMessageBatch"));
    }

    private CompletableFuture<Map<String, Object>> held(String sid, String nat, int clients) {
        int before = broker.waitingProxies();
        CompletableFuture<Map<String, Object>> poll = broker.poll(sid, nat, clients);
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() > before);
        assertFalse(poll.isDone());
        return poll;
    }

    private String response(String clientId) {
        return await().atMost(Broker.patience()).until(() -> broker.response(clientId), Optional::isPresent)
                .orElseThrow();
    }
}
