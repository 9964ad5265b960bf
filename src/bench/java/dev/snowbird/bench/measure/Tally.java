package dev.snowbird.bench.measure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what is done, how long it took and what failed. */
final class Tally {

    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Histogram latencies = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final long start = System.nanoTime();
    private final AtomicLong last = new AtomicLong(start);

    /**
     * Begins an operation.
     *
     * @param intended when it was to begin, in {@link System#nanoTime()}
     * @return completes when the operation has been counted, and never fails
     */
    CompletableFuture<Void> begin(Workload workload, long intended) {
        CompletableFuture<Void> counted = new CompletableFuture<>();
        operation(workload).whenComplete((result, failure) -> {
            count(intended, failure);
            counted.complete(null);
        });
        return counted;
    }

    private static CompletionStage<?> operation(Workload workload) {
        try {
            return workload.begin();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void count(long intended, Throwable cause) {
        long now = System.nanoTime();
        last.accumulateAndGet(now, Math::max);
        if (cause == null) {
            latencies.recordValue(Math.min(Math.max(now - intended, 0), HIGHEST_NANOS));
        } else {
            failed.increment();
            failure.compareAndSet("", cause.toString().lines().findFirst().orElse(""));
        }
    }

    /**
     * Returns what has been counted.
     *
     * @param unfinished how many operations nobody waits for any more: they have failed, too
     */
    Outcome outcome(long unfinished) {
        return new Outcome(latencies.copy(), failed.sum() + unfinished, failure.get(), (last.get() - start) / 1e9);
    }
}
