package dev.snowbird.status;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A series at one moment. What is asked for is given by the first of its tags, or by all of them; without tags it is
 * the sum of all values.
 */
public final class SeriesView {

    private static final double SECONDS_IN_MINUTE = 60;

    private final List<Series.Sample> samples;
    private final Series.Sample now;

    SeriesView(List<Series.Sample> samples, Series.Sample now) {
        this.samples = samples;
        this.now = now;
    }

    private static double sum(Series.Sample sample, String... tags) {
        List<String> wanted = Arrays.asList(tags);
        return sample.values().entrySet().stream()
                .filter(value -> value.getKey().subList(0, wanted.size()).equals(wanted))
                .mapToDouble(value -> value.getValue()).sum();
    }

    /** Returns the values' first tags, in their order and each once. */
    public List<String> firstTags() {
        return now.values().keySet().stream().map(tags -> tags.get(0)).distinct().sorted().toList();
    }

    /** Returns the value now. */
    public double now(String... tags) {
        return sum(now, tags);
    }

    /** Returns the value at each sample, the oldest first. */
    public double[] levels(String... tags) {
        return samples.stream().mapToDouble(sample -> sum(sample, tags)).toArray();
    }

    /** Returns by how much a count has grown in each step, the oldest first. */
    public double[] growth(String... tags) {
        double[] levels = levels(tags);
        return IntStream.range(1, levels.length).mapToDouble(i -> levels[i] - levels[i - 1]).toArray();
    }

    /** Returns by how much a count has grown since the oldest sample, two minutes ago at most. */
    public double grown(String... tags) {
        return samples.isEmpty() ? 0 : now(tags) - sum(samples.get(0), tags);
    }

    /** Returns the same for a minute of that time. */
    public double perMinute(String... tags) {
        return perSecond(tags) * SECONDS_IN_MINUTE;
    }

    /** Returns the same for a second of that time. */
    public double perSecond(String... tags) {
        if (samples.isEmpty()) {
            return 0;
        }
        // What has just begun is no rate yet.
        long nanos = Math.max(now.nanos() - samples.get(0).nanos(), History.STEP.toNanos());
        return grown(tags) * Duration.ofSeconds(1).toNanos() / nanos;
    }
}
