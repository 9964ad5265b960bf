package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import dev.snowbird.testkit.FakeNodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routes {@code client-poll} and {@code offer-elsewhere}, where other nodes say what the test has them say. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "cluster.enabled=true")
@Timeout(120)
class OfferElsewhereRouteTest {

    private static final String ANSWERED = "{\"answer\":" + GoJson.write(Polls.ANSWER) + "}";
    private static final String DENIED = "{\"error\":\"no snowflake proxies currently available\"}";
    private static final String TIMED_OUT = "{\"error\":\"timed out waiting for answer!\"}";

    private final UnconnectedNode node = new UnconnectedNode();
    private final NodeLink link = node.link();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Neighbours neighbours = new Neighbours("self", () -> 0);
    private final CompletableFuture<Void> hangUp = new CompletableFuture<>();

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RendezvousEvents rendezvousEvents = RendezvousParts.events();
    @BindToRegistry
    private final FakeNodes nodes = new FakeNodes(null);
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));
    @BindToRegistry
    private final Forwards forwards = forwards(matchmaker);

    @Produce("direct:client-poll")
    private ProducerTemplate client;

    private Forwards forwards(Matchmaker ofThese) {
        return new Forwards(link, neighbours, ofThese, 3, Runnable::run, new ClusterMeters(link, neighbours, meters));
    }

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/rendezvous/client-poll.camel.yaml,"
                + "classpath:routes/rendezvous/cluster/offer-elsewhere.camel.yaml");
    }

    @BeforeEach
    void fourNodesHaveTold() {
        Stream.of("first 30", "second 20", "third 10", "fourth 5").map(node -> node.split(" ")).forEach(node ->
                neighbours.heard(new News(node[0], new PerPool(Long.parseLong(node[1]), 0, 0), PerPool.NONE, false)));
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    @Test
    void anOfferIsServedHereWhileSomebodyWaitsHere() {
        matchmaker.awaitOffer(Polls.PROXY, null, null, null);

        CompletableFuture<String> response = offer();
        matchmaker.deliver(new ProxyAnswer("the-sid", Polls.ANSWER));

        assertEquals(ANSWERED, response.join());
        assertEquals(List.of(), sent());
    }

    @Test
    void anAnswerFromElsewhereIsTheClients() {
        CompletableFuture<String> response = offer();
        assertEquals(List.of("snowbird.offers.first"), queues());
        assertFalse(response.isDone());

        reply("answer", Polls.ANSWER);

        assertEquals(ANSWERED, response.join());
        assertEquals(1, counted("answer"));
    }

    @Test
    void theMessageSaysWhatIsNeededAndNoMore() {
        offer();

        NodeMessage message = sent().get(0);
        assertEquals(Polls.CLIENT.encode(), new String(message.body(), StandardCharsets.UTF_8));
        assertEquals("snowbird.replies.self", message.replyTo());
        assertEquals("1", message.headers().get("hops"));
        long remaining = Long.parseLong(message.headers().get("remaining"));
        assertTrue(remaining > 500_000 && remaining <= 600_000, () -> remaining + " ms");
        assertEquals(2, message.headers().size());
        reply("refused", "");
        reply("refused", "");
        reply("refused", "");
    }

    @Test
    void goesOnOnlyWithProofThatNoProxyHasItAndNotForEver() {
        CompletableFuture<String> response = offer();

        reply("refused", "");
        link.replies().notTaken(sent().get(1).correlationId());
        assertEquals(List.of("snowbird.offers.first", "snowbird.offers.second", "snowbird.offers.third"), queues());
        reply("refused", "");

        assertEquals(DENIED, response.join());
        assertEquals(3, sent().size());
        assertEquals(2, counted("refused"));
        assertEquals(1, counted("returned"));
    }

    @Test
    void anEarlierNodeThatSpeaksAgainIsNotHeard() {
        CompletableFuture<String> response = offer();
        reply("refused", "");

        reply(sent().get(0), "refused", "");
        reply(sent().get(0), "answer", "an answer of another");
        assertEquals(2, sent().size());

        reply("answer", Polls.ANSWER);
        assertEquals(ANSWERED, response.join());
    }

    @Test
    void endsWhereAProxyHasItOrMayHaveIt() {
        for (String reply : List.of("late", "something new", "answer")) {
            CompletableFuture<String> response = offer();
            int before = sent().size();

            reply(reply, "");

            assertEquals(TIMED_OUT, response.join());
            assertEquals(before, sent().size());
        }
        assertEquals(1, counted("late"));
        assertEquals(2, counted("silent"));
    }

    @Test
    void aReplyThatIsTooLongIsNone() {
        CompletableFuture<String> response = offer();

        reply("answer", "x".repeat(1_001));
        assertFalse(response.isDone());
        reply("answer", Polls.ANSWER);

        assertEquals(ANSWERED, response.join());
    }

    @Test
    void endsAtOnceWhenTheBrokerIsLost() {
        CompletableFuture<String> response = offer();

        link.replies().lost();

        assertEquals(TIMED_OUT, response.join());
        assertEquals(1, sent().size());
    }

    @Test
    void endsWhenTheClientHangsUp() {
        CompletableFuture<String> response = offer();

        hangUp.complete(null);

        assertEquals(TIMED_OUT, response.join());
        assertEquals(1, counted("gone"));
        reply("refused", "");
        assertEquals(1, sent().size());
    }

    @Test
    void isDeniedAtOnceWhenNobodyElsewhereHasAProxy() {
        neighbours.forgetAll();

        assertEquals(DENIED, offer().join());
        assertEquals(List.of(), sent());
    }

    /** Clients here have no patience at all once their offer has been sent. */
    @Nested
    class WhenTheTimeIsUp {

        @BindToRegistry("matchmaker")
        private final Matchmaker impatient = RendezvousParts.matchmaker(Duration.ofMillis(100));
        @BindToRegistry("forwards")
        private final Forwards hasty = forwards(impatient);

        @Test
        void silenceEndsInATimeout() {
            assertEquals(TIMED_OUT, offer().join());
            assertEquals(1, sent().size());
            assertEquals(1, counted("silent"));
        }
    }

    /** Offers here may wait for a proxy, and an address may have one in a minute. */
    @Nested
    class WhenOffersMayWait {

        @BindToRegistry("matchmaker")
        private final Matchmaker patient =
                RendezvousParts.matchmaker(Duration.ofMinutes(10), Duration.ofMinutes(1), 1);
        @BindToRegistry("forwards")
        private final Forwards ofThem = forwards(patient);

        @Test
        void anOfferWaitsHereOnlyWhenNobodyHasOneElsewhere() {
            CompletableFuture<String> response = offer();
            patient.awaitOffer(Polls.PROXY, null, null, null);
            assertEquals(1, patient.waitingProxies());

            reply("refused", "");
            reply("refused", "");
            reply("refused", "");
            assertEquals(0, patient.waitingProxies());
            patient.deliver(new ProxyAnswer("the-sid", Polls.ANSWER));

            assertEquals(ANSWERED, response.join());
        }

        @Test
        void aProxyElsewhereCountsForTheAddressOfTheClient() {
            CompletableFuture<String> response = offer();
            reply("answer", Polls.ANSWER);
            assertEquals(ANSWERED, response.join());

            assertEquals(DENIED, offer().join());
            assertEquals(1, sent().size());
        }
    }

    private CompletableFuture<String> offer() {
        client.setThreadedAsyncMode(false);
        return client.asyncSend(client.getDefaultEndpoint(), exchange -> {
            exchange.setProperty(RouteProperties.RENDEZVOUS_METHOD, "http");
            exchange.setProperty(RouteProperties.CLIENT_ADDRESS, InetAddress.getLoopbackAddress());
            exchange.setProperty(RouteProperties.PEER_GONE, hangUp);
            exchange.getMessage().setBody(Polls.CLIENT.encode());
        }).thenApply(OfferElsewhereRouteTest::body);
    }

    private static String body(Exchange done) {
        return done.getMessage().getBody(String.class);
    }

    private List<NodeMessage> sent() {
        return nodes.sent("offer").stream().map(NodeMessage.class::cast).toList();
    }

    private List<String> queues() {
        return sent().stream().map(NodeMessage::queue).toList();
    }

    /** The node that has the offer now replies. */
    private void reply(String outcome, String text) {
        reply(sent().get(sent().size() - 1), outcome, text);
    }

    private void reply(NodeMessage offer, String outcome, String text) {
        link.replies().arrived(new Delivery(text.getBytes(StandardCharsets.UTF_8), Map.of("outcome", outcome),
                offer.correlationId(), ""));
    }

    private double counted(String outcome) {
        return meters.get("snowbird.offers.forwarded").tag("outcome", outcome).counter().count();
    }
}
