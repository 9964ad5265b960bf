package dev.snowbird.seabird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.testing.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer can send replies that nobody waits for as often as it likes. */
class UndeliverableRepliesTest {

    @Test
    void manyAreCountedAndOneIsALineInTheLog() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        UndeliverableReplies replies = new UndeliverableReplies(meters);
        try (LogLines log = new LogLines(UndeliverableReplies.class)) {
            for (String id : List.of("one", "two", "three")) {
                replies.accept(new Delivery(new byte[0], Map.of("backend", "irc://a"), id, ""));
            }

            assertEquals(List.of("A reply could not be delivered: nobody waits for request one of backend irc://a"),
                    log.all());
            assertEquals(3, meters.get("seabird.replies.undeliverable").counter().count());
        }
    }
}
