package dev.snowbird.status;

import dev.snowbird.log.Guarded;
import dev.snowbird.start.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The last two minutes of what is followed, in coarse steps. What is older is forgotten. */
public final class History {

    /** The time between two samples. */
    public static final Duration STEP = Duration.ofSeconds(5);
    /** How many steps are kept: two minutes. */
    static final int STEPS = 24;

    private final LongSupplier nanoTime;
    private final List<Series> followed = new CopyOnWriteArrayList<>();

    /**
     * Begins without samples.
     *
     * @param nanoTime the monotonic clock, in nanoseconds
     */
    public History(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Keeps samples of something from now on.
     *
     * @param values tells all values of the moment, by their tags in a fixed order: as many as there are meters, which
     *               no peer can make more. Called in every step, and when somebody looks
     */
    public Series follow(Supplier<Map<List<String>, Double>> values) {
        Series series = new Series(values, nanoTime);
        followed.add(series);
        return series;
    }

    /** Takes a sample of all that is followed; for {@link #begin}, and for tests that don't wait. */
    public void sample() {
        followed.forEach(Series::sample);
    }

    /**
     * Takes a sample in every step, on a thread of its own.
     *
     * @return ends it
     */
    public AutoCloseable begin() {
        ScheduledExecutorService samples =
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("status-history"));
        samples.scheduleAtFixedRate(Guarded.repeat(History.class, "The history lacks a sample", this::sample),
                0, STEP.toMillis(), TimeUnit.MILLISECONDS);
        return samples::shutdownNow;
    }
}
