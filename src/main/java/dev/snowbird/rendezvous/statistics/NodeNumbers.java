package dev.snowbird.rendezvous.statistics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.Body;

/**
 * The numbers of all nodes, each of which tells the others its own: often how many proxies it has, and every now and
 * then what it has counted today. Who comes is told at once, and the oldest node tells what those have counted who are
 * gone. All of it is in memory, and bounded.
 */
public final class NodeNumbers {

    /** After so many times that a node has told of itself, whoever has an older key has answered. */
    private static final int SETTLED = 4;
    /** So many times in a row a node may not be heard. */
    private static final int PATIENCE = 3;

    private final NodeRun self;
    private final Supplier<ProxyCounts> proxies;
    private final Optional<DistinctAddresses> journals;
    private final LongSupplier nanoTime;
    private final long countsInterval;
    private final LiveNodes live;
    private final DaysOfAllNodes days;
    private int timesTold;
    /** When what was counted is to be told again. */
    private long next;

    /**
     * @param id         tells this node from others
     * @param statistics what it counts
     * @param proxies    the sessions that it has
     * @param journals   those whose key is told
     * @param clock      tells when a day is over
     * @param nanoTime   the monotonic clock, in nanoseconds
     * @param intervals  how often things are told
     */
    public NodeNumbers(String id, RendezvousStatistics statistics, Supplier<ProxyCounts> proxies,
            Optional<DistinctAddresses> journals, Clock clock, LongSupplier nanoTime, Intervals intervals) {
        this.self = new NodeRun(id, Instant.ofEpochMilli(clock.millis()));
        this.proxies = proxies;
        this.journals = journals;
        this.nanoTime = nanoTime;
        this.countsInterval = intervals.counts.toNanos();
        this.live = new LiveNodes(intervals.proxies.multipliedBy(PATIENCE), nanoTime);
        this.days = new DaysOfAllNodes(self, statistics, clock);
        this.next = nanoTime.getAsLong();
    }

    /**
     * How often nodes tell.
     *
     * @param proxies of their proxies: how often {@link #tell} is called
     * @param counts  of what they have counted
     */
    public record Intervals(Duration proxies, Duration counts) {
    }

    /** Returns when days end, and what was counted in them by all. */
    public MetricsDays days() {
        return days;
    }

    /** Returns what is to be told now. */
    public List<ToldNumbers> tell() {
        List<ToldNumbers> told = new ArrayList<>();
        // It looks at each session, for which nobody is to wait.
        told.add(ToldNumbers.ofProxies(self, proxies.get()));
        told.addAll(countedIfDue());
        return told;
    }

    private synchronized List<ToldNumbers> countedIfDue() {
        List<ToldNumbers> told = new ArrayList<>();
        long now = nanoTime.getAsLong();
        if (days.isAwaited() || now - next >= 0) {
            next = now + countsInterval;
            told.addAll(counted(false));
        }
        timesTold++;
        if (timesTold == SETTLED) {
            journals.ifPresent(DistinctAddresses::settleKey);
        }
        return told;
    }

    /** Returns what is to be told last, when nothing is counted any more. */
    public synchronized List<ToldNumbers> tellLast() {
        return counted(true);
    }

    private List<ToldNumbers> counted(boolean leaving) {
        List<ToldNumbers> told = days.own(leaving);
        if (live.areYoungerThan(self)) {
            told.addAll(days.ofThose(run -> !live.isThere(run)));
        }
        journals.ifPresent(own -> told.add(ToldNumbers.ofKey(self, own.key())));
        return told;
    }

    /**
     * Hears what a node told, perhaps this one.
     *
     * @throws dev.snowbird.rendezvous.message.BadMessageException when it is of no use
     */
    public synchronized void heard(@Body ToldNumbers told) {
        NodeRun run = told.run();
        if (run.equals(self)) {
            return;
        }
        if (told.proxies() != null && live.isNew(run, told.proxies().counts())) {
            // It may have been told nothing yet.
            next = nanoTime.getAsLong();
        }
        if (told.day() != null) {
            days.heard(run, told.day());
        }
        if (told.key() != null) {
            journals.ifPresent(own -> own.heardKey(told.key().journalKey()));
        }
    }

    /** Returns how many proxies all nodes have. */
    public ProxyCounts proxies() {
        ProxyCounts own = proxies.get();
        synchronized (this) {
            return own.plus(live.proxies());
        }
    }
}
