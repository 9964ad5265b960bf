package dev.snowbird.bench.nodes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of the clients of a model. */
public final class Matches {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int DIGITS = 3;

    private final Histogram added = new Histogram(TimeUnit.MINUTES.toNanos(1), DIGITS);
    private long offers;
    private long lost;
    private long forwarded;
    private long told;
    private long passed;

    /** An offer is made: a client's first one, or another. */
    void offer() {
        offers++;
    }

    /** An offer has its proxy, so many nanoseconds after it was made. */
    void matched(long nanos, boolean elsewhere) {
        added.recordValue(nanos);
        forwarded += elsewhere ? 1 : 0;
    }

    /** A match came to nothing, because its node died. */
    void lost() {
        lost++;
    }

    /** A node told all others what it has. */
    void told() {
        told++;
    }

    /** A node sent another an offer, or its answer. */
    void passed() {
        passed++;
    }

    /** Which share of the offers was matched. */
    double perOffer() {
        return (double) added.getTotalCount() / offers;
    }

    /** How many matches were made. */
    long matched() {
        return added.getTotalCount();
    }

    /** Returns the figures of a report; rates are for each of these seconds. */
    Map<String, Double> figures(double seconds) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("matched_per_offer", perOffer());
        figures.put("denied", (double) (offers - matched()));
        figures.put("lost", (double) lost);
        figures.put("forwarded_share", (double) forwarded / Math.max(1, matched()));
        figures.put("added_p99_ms", added.getValueAtPercentile(99) / NANOS_PER_MILLI);
        figures.put("added_max_ms", added.getMaxValue() / NANOS_PER_MILLI);
        figures.put("told_per_second", told / seconds);
        figures.put("passed_per_second", passed / seconds);
        return figures;
    }
}
