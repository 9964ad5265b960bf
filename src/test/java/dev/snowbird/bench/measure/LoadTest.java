package dev.snowbird.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loads that the benches put on a program. */
class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final long STALL = TimeUnit.MILLISECONDS.toNanos(300);

    @Test
    void aPacedLoadCountsFromWhenAnOperationWasToBegin() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        long start = System.nanoTime();
        Outcome outcome = new PacedLoad(100).run(() -> {
            if (begun.incrementAndGet() == 1) {
                // Nothing can begin meanwhile; who asked in this time has waited all the same.
                stallUntil(start + STALL);
            }
            return CompletableFuture.completedFuture(null);
        }, Duration.ofMillis(400));
        assertEquals(40, outcome.done());
        assertEquals(0, outcome.failed());
        // Those that were to begin in the first 200 of the 300 milliseconds, but for one that shares its start.
        long late = outcome.latencies().getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(90),
                outcome.latencies().getMaxValue());
        assertTrue(late >= 19, late + " came late");
    }

    private static void stallUntil(long time) {
        while (System.nanoTime() < time) {
            LockSupport.parkNanos(time - System.nanoTime());
        }
    }

    @Test
    void aClosedLoadHasEachCallerWaitForItsLastOperation() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Outcome outcome = new ClosedLoad(3).run(() -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            return CompletableFuture.runAsync(open::decrementAndGet,
                    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
        }, SHORT);
        assertEquals(3, most.get());
        assertEquals(0, open.get());
        assertTrue(outcome.done() >= 3);
        assertEquals(0, outcome.failed());
    }

    @Test
    void operationsThatAreDoneAtOnceNeedNoStack() throws Exception {
        Outcome outcome = new ClosedLoad(1).run(() -> CompletableFuture.completedFuture(null), SHORT);
        assertTrue(outcome.done() > 0);
        assertEquals(outcome.done() / outcome.seconds(), outcome.figures().get("per_second"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFailsIsCountedApartAndTheFirstCauseIsTold(boolean thrown) throws Exception {
        IllegalStateException refusal = new IllegalStateException("refused");
        Outcome outcome = new PacedLoad(50).run(() -> {
            if (thrown) {
                throw refusal;
            }
            return CompletableFuture.failedFuture(refusal);
        }, SHORT);
        assertEquals(0, outcome.done());
        assertEquals(10, outcome.failed());
        assertEquals("java.lang.IllegalStateException: refused", outcome.failure());
    }
}
