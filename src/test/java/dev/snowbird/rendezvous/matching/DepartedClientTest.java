package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Clients that are not there any more, or soon won't be (Snowflake contract, sections 9 and 24). */
class DepartedClientTest {

    private static final ClientPoll CLIENT = new ClientPoll("{\"type\":\"offer\",\"sdp\":\"\"}", NatType.UNKNOWN,
            Fingerprint.DEFAULT);
    private static final ProxyAnswer ANSWER = new ProxyAnswer("sid", "{\"type\":\"answer\",\"sdp\":\"\"}");

    private final Matchmaker matchmaker = matchmaker(Duration.ofMinutes(1));
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void anAnswerForAClientThatHungUpComesTooLate() throws Exception {
        holdProxy(matchmaker);
        CompletableFuture<String> waiting =
                matchmaker.awaitAnswer(CLIENT, null, clientGone, null, exchange).toCompletableFuture();

        clientGone.complete(null);

        assertTrue(waiting.isDone());
        Throwable failure = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(RendezvousException.AnswerTimedOut.class, RootCause.of(failure));
        assertEquals(ProxyAnswerResponse.clientGone(), matchmaker.deliver(ANSWER));
    }

    @Test
    void hangingUpAfterTheAnswerChangesNothing() throws Exception {
        holdProxy(matchmaker);
        CompletableFuture<String> waiting =
                matchmaker.awaitAnswer(CLIENT, null, clientGone, null, exchange).toCompletableFuture();

        assertEquals(ProxyAnswerResponse.success(), matchmaker.deliver(ANSWER));
        clientGone.complete(null);

        assertEquals(ANSWER.answer(), waiting.get());
    }

    @Test
    void aClientWhoseTimeWentByWhileItsPollArrivedCostsNoProxy() throws Exception {
        Matchmaker strict = matchmaker(Duration.ZERO);
        CompletableFuture<ProxyPollResponse> proxy = holdProxy(strict);

        Polls.refusal(RendezvousException.AnswerTimedOut.class, strict.awaitAnswer(CLIENT, null, null, null, exchange));

        assertFalse(proxy.isDone());
    }

    private static Matchmaker matchmaker(Duration clientTimeout) {
        return new Matchmaker(new MatchRules(clientTimeout, Duration.ZERO, Duration.ofMinutes(1), 9,
                () -> new PollIntervals(Duration.ZERO, Duration.ZERO, Duration.ZERO), BridgeList.DEFAULT, Duration.ZERO, 0), Runnable::run, System::nanoTime, new SimpleMeterRegistry());
    }

    private CompletableFuture<ProxyPollResponse> holdProxy(Matchmaker matchmaker) throws Exception {
        ProxyPoll poll = GoJson.mapper().readValue("{\"Sid\":\"sid\",\"Version\":\"1\",\"NAT\":\"unrestricted\"}",
                ProxyPoll.class);
        return matchmaker.awaitOffer(poll, null, null, null).toCompletableFuture();
    }
}
