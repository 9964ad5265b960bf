package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallsTest {

    private final ManualClock clock = new ManualClock();
    private final Stalls stalls = new Stalls(clock::nanoTime);

    @Test
    void aProgramThatRunsIsInNoDoubt() {
        clock.advance(Duration.ofSeconds(10));
        assertFalse(stalls.isInDoubt());
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertFalse(stalls.isInDoubt());
            stalls.beat();
            assertFalse(stalls.isInDoubt());
        }
    }

    /** Whichever thread goes on first after the pause. */
    @Test
    void aPauseIsNoticedBeforeTheNextBeatAndForASecondAfterIt() {
        stalls.beat();
        clock.advance(Duration.ofMillis(2_001));
        assertTrue(stalls.isInDoubt());

        stalls.beat();
        assertTrue(stalls.isInDoubt());
        clock.advance(Duration.ofMillis(999));
        stalls.beat();
        assertTrue(stalls.isInDoubt());
        clock.advance(Duration.ofMillis(1));
        assertFalse(stalls.isInDoubt());
    }
}
