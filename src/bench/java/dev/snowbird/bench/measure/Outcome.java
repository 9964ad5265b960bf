package dev.snowbird.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param latencies of the operations that succeeded, in nanoseconds
 * @param failed    how many operations failed or never ended
 * @param failure   what the first of them failed with; empty when none said
 * @param seconds   from the first beginning to the last end
 */
public record Outcome(Histogram latencies, long failed, String failure, double seconds) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** How many operations succeeded. */
    public long done() {
        return latencies.getTotalCount();
    }

    /** Returns its figures by the names that a report has for them. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("operations", (double) done());
        figures.put("failed", (double) failed);
        figures.put("seconds", seconds);
        figures.put("per_second", done() / seconds);
        figures.put("p50_ms", latencies.getValueAtPercentile(50) / NANOS_PER_MILLI);
        figures.put("p99_ms", latencies.getValueAtPercentile(99) / NANOS_PER_MILLI);
        figures.put("max_ms", latencies.getMaxValue() / NANOS_PER_MILLI);
        return figures;
    }
}
