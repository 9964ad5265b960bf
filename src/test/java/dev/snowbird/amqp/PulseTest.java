package dev.snowbird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whether a process has run all the time. */
class PulseTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final List<String> told = new ArrayList<>();
    private final Pulse pulse =
            new Pulse(Duration.ofSeconds(3), nanos::get, failure -> told.add(AmqpErrors.describe(failure)));

    private void pass(int millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void goesOnWhileItBeats() {
        for (int i = 0; i < 100; i++) {
            pass(2_999);
            assertFalse(pulse.isMissed());
            pulse.beat();
        }
        assertEquals(List.of(), told);
    }

    @Test
    void isMissedByWhoeverLooksFirst() {
        pass(12_345);
        assertTrue(pulse.isMissed());
        assertEquals(List.of("this program did not run for 12 s, and the broker may have given away its queues"), told);
    }

    @Test
    void doesNotComeBackWithTheNextBeat() {
        pass(3_001);
        pulse.beat();
        pulse.beat();
        assertTrue(pulse.isMissed());
    }
}
