package dev.snowbird.rendezvous.statistics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The days of a broker that is alone: a block for every 86400 s since the start (Snowflake contract, section 15). Not
 * thread-safe: its owner holds a lock.
 */
public final class DaysSinceStart implements MetricsDays {

    private static final Duration DAY = Duration.ofDays(1);

    private final RendezvousStatistics statistics;
    private final Clock clock;
    private Instant nextBlock;

    /**
     * Begins the first day.
     *
     * @param statistics whose counts are published
     * @param clock      tells when a day is over
     */
    public DaysSinceStart(RendezvousStatistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
        this.nextBlock = clock.instant().plus(DAY);
    }

    /** After more than a day without a call, as when the machine slept, it is one block for all of it. */
    @Override
    public String blocksDue() {
        Instant now = clock.instant();
        if (now.isBefore(nextBlock)) {
            return "";
        }
        long daysOver = Duration.between(nextBlock, now).dividedBy(DAY);
        nextBlock = nextBlock.plus(DAY.multipliedBy(daysOver + 1));
        return statistics.endDay().block(now, DAY);
    }
}
