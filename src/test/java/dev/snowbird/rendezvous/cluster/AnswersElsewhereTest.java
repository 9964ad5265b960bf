package dev.snowbird.rendezvous.cluster;

import static dev.snowbird.testing.Given.address;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersElsewhereTest {

    private static final ProxyAnswer ANSWER = new ProxyAnswer("a-sid", Polls.ANSWER);
    private static final InetAddress ADDRESS = address("8.8.8.8");
    private static final ProxyAnswerResponse GONE = ProxyAnswerResponse.clientGone();

    @AutoClose
    private final UnconnectedNode node = new UnconnectedNode();
    @AutoClose
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final NodeLink link = node.link();
    private final Neighbours neighbours = new Neighbours("self", () -> 0);
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));
    private final AnswersElsewhere answers = answers(true);

    AnswersElsewhereTest() throws Exception {
        neighbours.heard(new News("other", PerPool.NONE, PerPool.NONE, false));
    }

    private AnswersElsewhere answers(boolean enabled) {
        return new AnswersElsewhere(enabled, link, neighbours, matchmaker, Runnable::run, TimeMeter.SYSTEM_NANOTIME,
                new SimpleMeterRegistry());
    }

    @Test
    void othersAreAskedAboutASessionThatNobodyKnowsHere() {
        assertTrue(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
    }

    @Test
    void nobodyIsAskedAboutAnAnswerThatWasTaken() {
        assertFalse(answers.areToBeAsked(ProxyAnswerResponse.success(), ANSWER, ADDRESS));
    }

    @Test
    void nobodyIsAskedWhereNobodyElseIs() {
        neighbours.forgetAll();
        assertFalse(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
    }

    @Test
    void nobodyIsAskedIfTheSettingsSaySo() {
        assertFalse(answers(false).areToBeAsked(GONE, ANSWER, ADDRESS));
    }

    @Test
    void nobodyIsAskedAboutASessionOfThisNode() {
        matchmaker.awaitOffer(Polls.proxy("a-sid", NatType.OPEN, 0), null, null, null);
        assertFalse(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
    }

    /** Or each late answer would cost a question to all nodes. */
    @Test
    void nobodyIsAskedAboutASessionWhoseClientHasGone() {
        matchmaker.awaitOffer(Polls.proxy("a-sid", NatType.OPEN, 0), null, null, null);
        CompletableFuture<Void> clientGone = new CompletableFuture<>();
        matchmaker.awaitAnswer(Polls.CLIENT, null, clientGone, null, exchange());
        clientGone.complete(null);
        assertEquals(GONE, matchmaker.deliver(ANSWER));
        assertFalse(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
    }

    @Test
    void anAddressMayHaveAskedTwentyTimesAMinute() {
        for (int i = 0; i < AnswersElsewhere.PER_MINUTE; i++) {
            assertTrue(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
        }
        assertFalse(answers.areToBeAsked(GONE, ANSWER, ADDRESS));
        assertTrue(answers.areToBeAsked(GONE, ANSWER, address("8.8.8.9")));
    }

    @Test
    void aNetworkOfIpv6MayAskAsOftenAsAnAddress() {
        for (int i = 0; i < AnswersElsewhere.PER_MINUTE; i++) {
            assertTrue(answers.areToBeAsked(GONE, ANSWER, address("2001:db8::" + i)));
        }
        assertFalse(answers.areToBeAsked(GONE, ANSWER, address("2001:db8::ffff")));
    }

    @Test
    void soManyAreAskedAboutAtOnceAndNoMoreUntilSomebodyRepliesOrTheTimeIsUp() {
        List<NodeMessage> questions = new ArrayList<>();
        for (int i = 0; i < AnswersElsewhere.MOST_AT_ONCE; i++) {
            assertTrue(answers.areToBeAsked(GONE, ANSWER, null));
            questions.add(answers.question(ANSWER, exchange()));
        }
        assertFalse(answers.areToBeAsked(GONE, ANSWER, null));
        reply(questions.get(0), Map.of("outcome", "gone"));
        assertTrue(answers.areToBeAsked(GONE, ANSWER, null));
        answers.question(ANSWER, exchange());
        await().atMost(Broker.patience()).until(() -> answers.areToBeAsked(GONE, ANSWER, null));
    }

    @Test
    void nobodyIsAskedAboutAnAnswerOfAnyLength() {
        ProxyAnswer longest = new ProxyAnswer("s".repeat(AnswersElsewhere.LONGEST), Polls.ANSWER);
        assertFalse(answers.areToBeAsked(GONE, longest, ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({
            "success, webext,     success,     webext",
            "success, strange,    success,     unknown",
            "gone,    webext,     client gone, ",
            "strange, webext,     client gone, ",
    })
    void aProxyIsToldWhatTheNodeSaysThatHasItsClient(String outcome, String type, String told, String counted) {
        Exchange exchange = exchange();
        NodeMessage question = answers.question(ANSWER, exchange);
        CompletionStage<ProxyAnswerResponse> response = outcome(exchange);
        reply(question, Map.of("outcome", outcome, "proxy-type", type));
        assertEquals(new ProxyAnswerResponse(told), response.toCompletableFuture().join());
        ProxyType property = exchange.getProperty(RouteProperties.PROXY_TYPE, ProxyType.class);
        assertEquals(Optional.ofNullable(counted), Optional.ofNullable(property).map(ProxyType::toString));
    }

    @Test
    void aProxyIsToldThatItsClientIsGoneWhenNobodySaysAnything() {
        Exchange exchange = exchange();
        answers.question(ANSWER, exchange);
        assertEquals(GONE, outcome(exchange).toCompletableFuture().join());
    }

    @Test
    void aProxyIsToldThatItsClientIsGoneWhenTheBrokerIsLost() {
        Exchange exchange = exchange();
        answers.question(ANSWER, exchange);
        link.replies().lost();
        assertEquals(GONE, outcome(exchange).toCompletableFuture().join());
    }

    @Test
    void aNodeRepliesToWhoAsked() {
        NodeMessage reply = answers.reply(ProxyAnswerResponse.success(), ProxyType.BADGE,
                new Delivery(new byte[0], Map.of(), "the-id", "snowbird.replies.other"));
        assertEquals("snowbird.replies.other", reply.queue());
        assertEquals("the-id", reply.correlationId());
        assertEquals(Map.of("outcome", "success", "proxy-type", "badge"), reply.headers());
    }

    @Test
    void aNodeRepliesToNoOtherQueue() {
        Delivery question = new Delivery(new byte[0], Map.of(), "the-id", "seabird.backend.irc");
        assertThrows(BadMessageException.class, () -> answers.reply(GONE, ProxyType.BADGE, question));
    }

    private void reply(NodeMessage question, Map<String, String> headers) {
        link.replies().arrived(new Delivery(new byte[0], headers, question.correlationId(), ""));
    }

    private CompletionStage<ProxyAnswerResponse> outcome(Exchange exchange) {
        @SuppressWarnings("unchecked")
        CompletionStage<Optional<Delivery>> reply =
                exchange.getProperty(RouteProperties.NODE_REPLY, CompletionStage.class);
        return answers.outcome(reply, null, exchange);
    }

    private Exchange exchange() {
        return new DefaultExchange(camel);
    }
}
