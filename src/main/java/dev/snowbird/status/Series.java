package dev.snowbird.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Some values that belong together, as they are now and as they were. */
public final class Series {

    private final Supplier<Map<List<String>, Double>> values;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** What the values were at a time. */
    record Sample(long nanos, Map<List<String>, Double> values) {
    }

    Series(Supplier<Map<List<String>, Double>> values, LongSupplier nanoTime) {
        this.values = values;
        this.nanoTime = nanoTime;
    }

    synchronized void sample() {
        samples.add(now());
        if (samples.size() > History.STEPS + 1) {
            samples.remove();
        }
    }

    private Sample now() {
        return new Sample(nanoTime.getAsLong(), Map.copyOf(values.get()));
    }

    /** Looks at it: whatever is asked of the view is of one moment. */
    public synchronized SeriesView view() {
        return new SeriesView(new ArrayList<>(samples), now());
    }
}
