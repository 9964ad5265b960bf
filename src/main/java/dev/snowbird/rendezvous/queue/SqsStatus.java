package dev.snowbird.rendezvous.queue;

import dev.snowbird.settings.SqsEndpoint;
import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.MeterValues;
import dev.snowbird.status.Ratio;
import dev.snowbird.status.Section;
import dev.snowbird.status.Series;
import dev.snowbird.status.SeriesView;
import dev.snowbird.status.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the status page tells of the queues, and of what Amazon bills for them. */
public final class SqsStatus {

    /**
     * In USD, for a million calls to standard queues in most regions, beyond the first million of a month (Amazon SQS
     * pricing, July 2025). A call with more than 64 KiB counts as several, but no message of ours has that.
     */
    private static final double MILLION_CALLS = 0.40;
    private static final double MILLION = 1_000_000;
    private static final double CENT = 0.01;
    private static final int MINUTES_IN_MONTH = 30 * 24 * 60;

    /** SQS gives offers twice now and then, and some clients have ids that no queue can have. */
    private static final Set<OfferDrops.Reason> ALARMING =
            EnumSet.of(OfferDrops.Reason.TOO_OLD, OfferDrops.Reason.NO_QUEUE, OfferDrops.Reason.NOT_SENT);

    private final SqsEndpoint.Kind kind;
    private final Series queues;
    private final Series inFlight;
    private final Series dropped;
    private final Series calls;

    /**
     * @param meters  has the counts
     * @param history keeps their last two minutes
     * @param kind    which SQS it is
     */
    public SqsStatus(MeterRegistry meters, History history, SqsEndpoint.Kind kind) {
        this.kind = kind;
        queues = history.follow(() -> MeterValues.of(meters, "snowbird.client.queues"));
        inFlight = history.follow(() -> MeterValues.of(meters, "snowbird.offers.in.flight"));
        dropped = history.follow(() -> MeterValues.of(meters, "snowbird.offers.dropped", "reason"));
        calls = history.follow(() -> MeterValues.of(meters, SqsCalls.METRIC, "operation"));
    }

    /** Computes what there is to tell now. */
    public Section section() {
        SeriesView alive = queues.view();
        SeriesView offers = inFlight.view();
        SeriesView drops = dropped.view();
        SeriesView called = calls.view();
        String who = kind == SqsEndpoint.Kind.AWS ? "" : "if it were Amazon's";
        return new Section("Amazon SQS", List.of(
                Figure.of("Client queues alive", alive.now()).over(alive.levels()),
                Figure.of("Offers in flight", offers.now()).over(offers.levels()),
                Figure.of("Offers dropped", drops.grown()).saying("in two minutes").over(drops.growth())
                        .badIf(ALARMING.stream().anyMatch(reason -> drops.grown(reason.tag()) > 0)),
                Figure.of("Calls a minute", Ratio.tenths(called.perMinute())).over(called.growth()),
                Figure.of("Cost since the start", dollars(called.now())).saying(who),
                Figure.of("Cost of a month like this", dollars(called.perMinute() * MINUTES_IN_MONTH)).saying(who)),
                List.of(table(called), drops(drops)));
    }

    private static Table table(SeriesView called) {
        return new Table("Calls, by operation", List.of("Operation", "A minute", "All since the start", "They cost",
                "Two minutes"), called.firstTags().stream().map(operation -> Arrays.<Object>asList(operation,
                        Ratio.tenths(called.perMinute(operation)), called.now(operation),
                        dollars(called.now(operation)), called.growth(operation))).toList(), "No call has been made.");
    }

    private static Table drops(SeriesView drops) {
        return new Table("Offers dropped, by reason", List.of("Reason", "In two minutes", "All since the start"),
                drops.firstTags().stream().filter(reason -> drops.now(reason) > 0).map(reason -> Arrays.<Object>asList(
                        reason, drops.grown(reason), drops.now(reason))).toList(), "None has been dropped.");
    }

    private static String dollars(double calls) {
        double price = calls / MILLION * MILLION_CALLS;
        return price > 0 && price < CENT ? "under $0.01" : String.format(Locale.ROOT, "$%.2f", price);
    }
}
