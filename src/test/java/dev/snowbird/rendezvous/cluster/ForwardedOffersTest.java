package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedOffersTest {

    private static final String REPLIES = "snowbird.replies.a1";

    @AutoClose
    private final UnconnectedNode node = new UnconnectedNode();
    private final ManualClock clock = new ManualClock();
    private final Stalls stalls = new Stalls(clock::nanoTime);
    private final ForwardedOffers offers = new ForwardedOffers(stalls, new ClusterMeters(
            node.link(), new Neighbours("self", clock::nanoTime), new SimpleMeterRegistry()));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void saysHowLongTheClientStillWaits() {
        assertEquals("a poll", offers.open(offer("1", "4321", REPLIES), exchange));

        assertEquals(4321L, exchange.getProperty(RouteProperties.REMAINING_MILLIS));
    }

    @Test
    void hasNoTimeForWhatMayHaveWaitedHere() {
        stalls.beat();
        clock.advance(Duration.ofSeconds(10));

        offers.open(offer("1", "4321", REPLIES), exchange);

        assertEquals(0L, exchange.getProperty(RouteProperties.REMAINING_MILLIS));
    }

    @ParameterizedTest
    @CsvSource({"2, 5000, snowbird.replies.a1", "'', 5000, snowbird.replies.a1", "1, '', snowbird.replies.a1",
        "1, -1, snowbird.replies.a1", "1, 1e3, snowbird.replies.a1", "1, 99999999999, snowbird.replies.a1",
        "1, 5000, ''", "1, 5000, seabird.backend.irc:other", "1, 5000, snowbird.offers.a1"})
    void takesNoneThatNoNodeWouldSend(String hops, String remaining, String replyTo) {
        assertThrows(BadMessageException.class, () -> offers.open(offer(hops, remaining, replyTo), exchange));
    }

    @Test
    void tellsWhetherAProxyHasIt() {
        Delivery offer = offer("1", "5000", REPLIES);

        assertReply("answer", "an answer", offers.answered("an answer", offer));
        assertReply("late", "", offers.failed(new RendezvousException.AnswerTimedOut(), offer));
    }

    private static void assertReply(String outcome, String text, NodeMessage reply) {
        assertEquals(REPLIES, reply.queue());
        assertEquals("the-id", reply.correlationId());
        assertEquals("", reply.replyTo());
        assertEquals(Map.of("outcome", outcome), reply.headers());
        assertEquals(text, new String(reply.body(), StandardCharsets.UTF_8));
    }

    private static Delivery offer(String hops, String remaining, String replyTo) {
        return new Delivery("a poll".getBytes(StandardCharsets.UTF_8), Map.of("hops", hops, "remaining", remaining),
                "the-id", replyTo);
    }
}
