package dev.snowbird.seabird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.Delivery;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of events, from the core that gives them to the queue that looks at them. */
class EventGapsTest {

    private final EventNumbers core = new EventNumbers();
    private final EventGaps gaps = new EventGaps();

    private static Delivery publish(EventNumbers core) {
        return Delivery.of(core.next(new BasicProperties.Builder().headers(Map.of("type", "message")).build()),
                new byte[0]);
    }

    private static void lose(EventNumbers core, int events) {
        for (int i = 0; i < events; i++) {
            publish(core);
        }
    }

    @Test
    void nothingIsMissingWhileAllEventsCome() {
        for (int i = 0; i < 100; i++) {
            assertEquals(0, gaps.missingBefore(publish(core)));
        }
    }

    @Test
    void whatWasPublishedBeforeTheFirstIsNotMissing() {
        lose(core, 5);

        assertEquals(0, gaps.missingBefore(publish(core)));
    }

    @Test
    void whatIsMissingIsCountedOnce() {
        gaps.missingBefore(publish(core));
        lose(core, 3);

        assertEquals(3, gaps.missingBefore(publish(core)));
        assertEquals(0, gaps.missingBefore(publish(core)));
    }

    @Test
    void eachCoreHasNumbersOfItsOwn() {
        EventNumbers other = new EventNumbers();
        lose(other, 7);
        gaps.missingBefore(publish(core));
        assertEquals(0, gaps.missingBefore(publish(other)));
        lose(other, 2);

        assertEquals(0, gaps.missingBefore(publish(core)));
        assertEquals(2, gaps.missingBefore(publish(other)));
    }

    /** A core that is back counts from the beginning, under another name. */
    @Test
    void aCoreThatStartsAgainIsAnother() {
        lose(core, 7);
        gaps.missingBefore(publish(core));

        assertEquals(0, gaps.missingBefore(publish(new EventNumbers())));
    }

    @Test
    void coresThatCameAndWentAreForgotten() {
        gaps.missingBefore(publish(core));
        lose(core, 1);
        for (int i = 0; i < 1_000; i++) {
            gaps.missingBefore(publish(new EventNumbers()));
        }

        assertEquals(0, gaps.missingBefore(publish(core)));
    }

    @Test
    void theOtherHeadersStay() {
        assertEquals("message", publish(core).headers().get("type"));
        assertEquals(Set.of("core", "number"),
                new EventNumbers().next(new BasicProperties()).getHeaders().keySet());
    }

    /** Anybody may publish at the exchange. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "0x10", "9999999999999999999999", "²"})
    void whatIsNoNumberIsNoGap(String number) {
        Delivery event = new Delivery(new byte[0], Map.of("core", "c", "number", number), "", "");

        assertEquals(0, gaps.missingBefore(new Delivery(new byte[0], Map.of("core", "c", "number", "1"), "", "")));
        assertEquals(0, gaps.missingBefore(event));
        assertEquals(0, gaps.missingBefore(new Delivery(new byte[0], Map.of("number", "7"), "", "")));
        assertEquals(0, gaps.missingBefore(new Delivery(new byte[0], Map.of("core", "c"), "", "")));
    }
}
