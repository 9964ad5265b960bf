package dev.snowbird.bench.measure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many callers, each of whom begins its next operation when its last one is done: shows how much can be done. A slow
 * operation keeps its caller from asking, so the latencies flatter whoever is slow now and then; for those there is
 * {@link PacedLoad}.
 *
 * @param callers how many operations are under way at once
 */
public record ClosedLoad(int callers) implements Load {

    @Override
    public Outcome run(Workload workload, Duration time) throws InterruptedException {
        Callers all = new Callers(workload, System.nanoTime() + time.toNanos());
        for (int i = 0; i < callers; i++) {
            all.next();
        }
        all.left.await(time.plus(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
        return all.tally.outcome(all.left.getCount());
    }

    @Override
    public String inWords() {
        return callers == 1 ? "1 caller" : callers + " callers";
    }

    private final class Callers {

        private final Workload workload;
        private final long end;
        private final Tally tally = new Tally();
        private final AtomicInteger begun = new AtomicInteger();
        private final CountDownLatch left = new CountDownLatch(callers);

        private Callers(Workload workload, long end) {
            this.workload = workload;
            this.end = end;
        }

        /** A caller's next operation; in a loop, since one may be done before it is looked at. */
        private void next() {
            while (System.nanoTime() < end && begun.incrementAndGet() <= MOST_OPERATIONS) {
                CompletableFuture<Void> done = tally.begin(workload, System.nanoTime());
                if (!done.isDone()) {
                    done.thenRun(this::next);
                    return;
                }
            }
            left.countDown();
        }
    }
}
