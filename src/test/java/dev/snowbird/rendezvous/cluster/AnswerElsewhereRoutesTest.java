package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.rendezvous.statistics.OfferMeters;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import dev.snowbird.testkit.FakeNodes;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The routes {@code proxy-answer} and {@code answer-elsewhere}, where another node says what the test has it say; and
 * {@code answer-from-elsewhere}, for what it asks.
 */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "cluster.enabled=true",
        replaceRouteFromWith = {"proxy-answer=direct:proxy-answer", "answer-from-elsewhere=direct:from-elsewhere"})
@Timeout(120)
class AnswerElsewhereRoutesTest {

    private static final String SUCCESS = "{\"Status\":\"success\"}";
    private static final String CLIENT_GONE = "{\"Status\":\"client gone\"}";
    private static final String REQUEST = new ProxyAnswer("the-sid", Polls.ANSWER).toJson();

    private final UnconnectedNode node = new UnconnectedNode();
    private final NodeLink link = node.link();
    private final Neighbours neighbours = new Neighbours("self", () -> 0);
    private final RendezvousStatistics statistics = RendezvousParts.statistics();

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RendezvousEvents rendezvousEvents =
            new RendezvousEvents(statistics, new OfferMeters(new SimpleMeterRegistry()));
    @BindToRegistry
    private final FakeNodes nodes = new FakeNodes(null);
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));
    @BindToRegistry
    private final AnswersElsewhere answersElsewhere = new AnswersElsewhere(true, link, neighbours, matchmaker,
            Runnable::run, TimeMeter.SYSTEM_NANOTIME, new SimpleMeterRegistry());

    @Produce("direct:proxy-answer")
    private ProducerTemplate proxy;
    @Produce("direct:from-elsewhere")
    private ProducerTemplate elsewhere;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/rendezvous/proxy-answer.camel.yaml,"
                + "classpath:routes/rendezvous/cluster/answer-elsewhere.camel.yaml,"
                + "classpath:routes/rendezvous/cluster/answer-from-elsewhere.camel.yaml");
    }

    @BeforeEach
    void anotherNodeHasTold() {
        neighbours.heard(new News("other", PerPool.NONE, PerPool.NONE, false));
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    @Test
    void anAnswerToASessionHereGoesNowhere() {
        CompletionStage<String> client = match();

        assertEquals(SUCCESS, answer().join());
        assertEquals(Polls.ANSWER, client.toCompletableFuture().join());
        assertEquals(CLIENT_GONE, answer().join());
        assertEquals(List.of(), sent());
    }

    @Test
    void anAnswerToAnotherSessionGoesToAllNodesAndIsCountedHere() {
        CompletableFuture<String> response = answer();
        NodeMessage question = sent().get(0);
        assertTrue(question.isToAll());
        assertEquals("snowbird.replies.self", question.replyTo());
        assertEquals(REQUEST, new String(question.body(), StandardCharsets.UTF_8));

        link.replies().arrived(new Delivery(new byte[0], Map.of("outcome", "success", "proxy-type", "webext"),
                question.correlationId(), ""));

        assertEquals(SUCCESS, response.join());
        assertTrue(statistics.prometheusPage().contains("{status=\"success\",type=\"webext\"} 8\n"));
    }

    @Test
    void aProxyIsToldThatItsClientIsGoneAfterSilence() {
        assertEquals(CLIENT_GONE, answer().join());
        assertEquals(1, sent().size());
        assertTrue(statistics.prometheusPage().contains("{status=\"timeout\",type=\"\"} 8\n"));
    }

    @Test
    void aClientHereGetsTheAnswerThatCameToAnotherNodeWhichCountsIt() {
        CompletionStage<String> client = match();

        ask(REQUEST);

        assertEquals(Polls.ANSWER, client.toCompletableFuture().join());
        NodeMessage reply = sent().get(0);
        assertEquals("snowbird.replies.other", reply.queue());
        assertEquals("the-question", reply.correlationId());
        assertEquals(Map.of("outcome", "success", "proxy-type", "standalone"), reply.headers());
        assertEquals("", statistics.prometheusPage());

        ask(REQUEST);
        assertEquals("gone", sent().get(1).headers().get("outcome"));
    }

    @Test
    void nothingIsRepliedToAnAnswerWhoseSessionIsUnknownHere() {
        ask(REQUEST);
        ask("nonsense");
        assertEquals(List.of(), sent());
    }

    private CompletionStage<String> match() {
        matchmaker.awaitOffer(Polls.PROXY, null, null, null);
        return matchmaker.awaitAnswer(Polls.CLIENT, null, null, null, new DefaultExchange(proxy.getCamelContext()));
    }

    private CompletableFuture<String> answer() {
        proxy.setThreadedAsyncMode(false);
        return proxy.asyncSend(proxy.getDefaultEndpoint(), exchange -> exchange.getMessage().setBody(REQUEST))
                .thenApply(done -> done.getMessage().getBody(String.class));
    }

    /** Another node asks. */
    private void ask(String body) {
        Exchange done = elsewhere.send(elsewhere.getDefaultEndpoint(), exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getMessage().setBody(bytes);
            exchange.setProperty(RouteProperties.DELIVERY,
                    new Delivery(bytes, Map.of(), "the-question", "snowbird.replies.other"));
        });
        assertEquals(null, done.getException());
    }

    private List<NodeMessage> sent() {
        return nodes.sent("answer").stream().map(NodeMessage.class::cast).toList();
    }
}
