package dev.snowbird.status;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What meters of a name say at the moment. Nobody has to have made them yet. */
public final class MeterValues {

    private static final List<String> ALL = List.of(String.valueOf(Double.POSITIVE_INFINITY));

    private MeterValues() {
    }

    /**
     * Returns counts, of counters and timers, or the values of gauges.
     *
     * @param meters where they are
     * @param name   their name
     * @param tags   the names of the tags to tell them apart by; what else they differ in is added up
     * @return a value for each that there is, by the values of those tags
     */
    public static Map<List<String>, Double> of(MeterRegistry meters, String name, String... tags) {
        return sums(meters, name, MeterValues::value, tags);
    }

    /** Returns the times of timers, each added up, in seconds; otherwise as {@link #of}. */
    public static Map<List<String>, Double> seconds(MeterRegistry meters, String name, String... tags) {
        return sums(meters, name, meter -> ((Timer) meter).totalTime(TimeUnit.SECONDS), tags);
    }

    private static Map<List<String>, Double> sums(MeterRegistry meters, String name, ToDoubleFunction<Meter> value,
            String... tags) {
        Map<List<String>, Double> sums = new HashMap<>();
        meters.find(name).meters().forEach(meter ->
                sums.merge(Stream.of(tags).map(tag -> tag(meter, tag)).toList(), value.applyAsDouble(meter),
                        Double::sum));
        return sums;
    }

    private static String tag(Meter meter, String tag) {
        String value = meter.getId().getTag(tag);
        return value == null ? "" : value;
    }

    /** The first of what a meter measures is its count, or the value of a gauge, which is none without its object. */
    private static double value(Meter meter) {
        double value = meter.measure().iterator().next().getValue();
        return Double.isNaN(value) ? 0 : value;
    }

    /**
     * Returns how many times timers have recorded no more than each of their bounds.
     *
     * @return the counts by the bound, in seconds, of which the last is infinite
     */
    public static Map<List<String>, Double> buckets(MeterRegistry meters, String name) {
        Map<List<String>, Double> counts = new HashMap<>();
        for (Timer timer : meters.find(name).timers()) {
            for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
                counts.merge(List.of(String.valueOf(bucket.bucket(TimeUnit.SECONDS))), bucket.count(), Double::sum);
            }
            counts.merge(ALL, (double) timer.count(), Double::sum);
        }
        return counts;
    }
}
