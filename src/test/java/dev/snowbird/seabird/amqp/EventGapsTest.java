package dev.snowbird.seabird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.Delivery;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of events, from the core that gives them to the queue that looks at them. */
class EventGapsTest {

    private final EventNumbers core = new EventNumbers();
    private final EventGaps gaps = new EventGaps();

    private static Delivery publish(EventNumbers core) {
        return new Delivery(new byte[0],
                core.next(new BasicProperties.Builder().headers(Map.of("type", "message")).build()));
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
    void theHeadersStayAsTheyAre() {
        assertEquals(Map.of("type", "message"), publish(core).headers());
        assertNull(new EventNumbers().next(new BasicProperties()).getHeaders());
    }

    /** Such an id is told to whoever consumes events, too. */
    @Test
    void theNumberIsTheEndOfAnIdThatBeginsWithTheCore() {
        String first = publish(core).messageId();
        String second = publish(core).messageId();

        assertTrue(first.matches("core:[0-9a-f-]{36}:1"), first);
        assertEquals(first.replaceAll("1$", "2"), second);
        assertTrue(new EventNumber("c", Long.MAX_VALUE / 10).messageId().endsWith(":922337203685477580"));
    }

    /** Anybody may publish at the exchange. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7", ":7", "core", "core:", "core:7", "core::7", "core:c", "core:c:", "core:c:x",
            "core:c:-1", "core:c:1.5", "core:c:0x10", "core:c:9999999999999999999999", "core:c:²", "ID:c:7"})
    void whatIsNoNumberIsNoGap(String id) {
        gaps.missingBefore(withId("core:c:1"));
        gaps.missingBefore(withId("core::1"));
        gaps.missingBefore(withId("ID:c:1"));

        assertEquals(0, gaps.missingBefore(withId(id)));
        assertEquals(5, gaps.missingBefore(withId("core:c:7")));
    }

    @Test
    void anEventWithoutAnIdIsNoGap() {
        assertEquals(0, gaps.missingBefore(new Delivery(new byte[0], new BasicProperties())));
    }

    private static Delivery withId(String id) {
        return new Delivery(new byte[0], new BasicProperties.Builder().messageId(id).build());
    }
}
