package dev.snowbird.rendezvous;

import dev.snowbird.status.SeriesView;
import java.math.BigDecimal;
import java.util.List;

/** How long matches took, as coarse as the metric knows it. */
final class MatchTime {

    private MatchTime() {
    }

    /**
     * Says below what time a share of the matches was.
     *
     * @param buckets counts those up to each bound, in seconds
     * @param share   which part of all
     * @return the bound, such as {@code up to 0.5 s}; null when there were none
     */
    static String quantile(SeriesView buckets, double share) {
        List<Double> bounds = buckets.firstTags().stream().map(Double::valueOf).sorted().toList();
        double all = bounds.stream().mapToDouble(bound -> buckets.grown(bound.toString())).max().orElse(0);
        if (all == 0) {
            return null;
        }
        double bound = bounds.stream().filter(upTo -> buckets.grown(upTo.toString()) >= share * all)
                .findFirst().orElseThrow();
        return Double.isInfinite(bound) ? "over " + text(bounds.get(bounds.size() - 2)) : "up to " + text(bound);
    }

    private static String text(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString() + " s";
    }
}
