package dev.snowbird.rendezvous.statistics;

import dev.snowbird.log.BoundedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days of nodes that tell each other what they have counted. They are those of UTC, so that all nodes begin and end
 * them together: what is counted once in a day by each is then counted once by all, and all write the same block. It is
 * due a while after the end of its day, when the others have told their last.
 */
final class DaysOfAllNodes implements MetricsDays {

    /** How long a block waits for what other nodes tell: longer than their clocks may differ. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** What one day remembers: as many as there are, and those that were there before. */
    private static final int MOST_NODES = 500;
    private static final int MOST_NAMED = 10;
    private static final Logger LOG = LoggerFactory.getLogger(DaysOfAllNodes.class);

    private final BoundedLog often = new BoundedLog(DaysOfAllNodes.class);
    private final NodeRun self;
    private final RendezvousStatistics statistics;
    private final Clock clock;
    private LocalDate today;
    /** The days that are over and have no block yet, with what was counted here; the oldest first. */
    private final Map<LocalDate, DayCounts> ended = new TreeMap<>();
    /** What other nodes told of a day that has no block yet. */
    private final Map<LocalDate, Map<NodeRun, Told>> told = new TreeMap<>();
    private long n;

    /**
     * Begins with the day that it is.
     *
     * @param self       this node
     * @param statistics what it counts
     * @param clock      tells when a day is over
     */
    DaysOfAllNodes(NodeRun self, RendezvousStatistics statistics, Clock clock) {
        this.self = self;
        this.statistics = statistics;
        this.clock = clock;
        this.today = dayOf(clock.instant());
    }

    private record Told(long n, boolean over, DayCounts counts, Instant at) {
    }

    /** Ends the day when it is over. */
    private void turn() {
        LocalDate now = dayOf(clock.instant());
        if (now.isAfter(today)) {
            ended.put(today, statistics.endDay());
            today = now;
        }
    }

    /** Tells whether other nodes wait for what was counted here in a day that is over. */
    synchronized boolean isAwaited() {
        turn();
        return !ended.isEmpty();
    }

    /**
     * Hears what another node has counted in a day; what it told of that day before no longer counts.
     *
     * @throws dev.snowbird.rendezvous.message.BadMessageException when these can't be counts
     */
    synchronized void heard(NodeRun run, ToldNumbers.Day day) {
        LocalDate date = day.day();
        DayCounts counts = day.dayCounts();
        // A node whose clock is ahead has begun with the next day.
        if (!date.equals(today) && !date.equals(today.plusDays(1)) && !ended.containsKey(date)) {
            if (!date.equals(today.minusDays(1))) {
                often.warn("Node {} counts for {}, which it isn't here: one of the clocks is wrong", run.node(), date);
            }
            return;
        }
        Map<NodeRun, Told> nodes = told.computeIfAbsent(date, first -> new HashMap<>());
        Told before = nodes.get(run);
        if (before == null && nodes.size() == MOST_NODES) {
            often.warn("More than {} nodes have counted on {}: further ones are left out", MOST_NODES, date);
        } else if (before == null || day.n() > before.n) {
            nodes.put(run, new Told(day.n(), day.over(), counts, clock.instant()));
        }
    }

    /**
     * Returns what this node has counted, today and in days that have no block yet.
     *
     * @param leaving whether it counts no more today, either
     */
    synchronized List<ToldNumbers> own(boolean leaving) {
        List<ToldNumbers> own = new ArrayList<>();
        n++;
        ended.forEach((date, counts) -> own.add(told(self, date, n, true, counts)));
        own.add(told(self, today, n, leaving, statistics.countsOfToday()));
        return own;
    }

    /** Returns what the nodes have told that are gone, for those who come. */
    synchronized List<ToldNumbers> ofThose(Predicate<NodeRun> gone) {
        List<ToldNumbers> theirs = new ArrayList<>();
        told.forEach((date, nodes) -> nodes.forEach((run, last) -> {
            if (gone.test(run)) {
                theirs.add(told(run, date, last.n, last.over, last.counts));
            }
        }));
        return theirs;
    }

    private static ToldNumbers told(NodeRun run, LocalDate date, long n, boolean over, DayCounts counts) {
        return ToldNumbers.ofDay(run, new ToldNumbers.Day(date.toString(), n, over, counts.toMap()));
    }

    @Override
    public synchronized String blocksDue() {
        turn();
        Instant now = clock.instant();
        return blocks(date -> !now.isBefore(endOf(date).plus(GRACE)));
    }

    @Override
    public synchronized String blocksAtTheEnd() {
        turn();
        return blocks(date -> true);
    }

    private String blocks(Predicate<LocalDate> due) {
        StringBuilder blocks = new StringBuilder();
        for (Iterator<Map.Entry<LocalDate, DayCounts>> days = ended.entrySet().iterator(); days.hasNext();) {
            Map.Entry<LocalDate, DayCounts> day = days.next();
            if (due.test(day.getKey())) {
                Map<NodeRun, Told> nodes = told.getOrDefault(day.getKey(), Map.of());
                blocks.append(block(day.getKey(), day.getValue(), nodes));
                tellWhatIsMissing(day.getKey(), nodes);
                told.remove(day.getKey());
                days.remove();
            }
        }
        // Of a day that this node slept through there is no block.
        told.keySet().removeIf(date -> date.isBefore(today) && !ended.containsKey(date));
        return blocks.toString();
    }

    private String block(LocalDate date, DayCounts own, Map<NodeRun, Told> nodes) {
        DayCounts sum = own.copy();
        Instant begin = self.since();
        for (Map.Entry<NodeRun, Told> node : nodes.entrySet()) {
            sum.addAll(node.getValue().counts);
            begin = begin.isBefore(node.getKey().since()) ? begin : node.getKey().since();
        }
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant counted = begin.isBefore(midnight) ? midnight : begin;
        return sum.block(endOf(date), Duration.between(counted, endOf(date)));
    }

    private static void tellWhatIsMissing(LocalDate date, Map<NodeRun, Told> nodes) {
        String missing = nodes.entrySet().stream().filter(node -> !node.getValue().over)
                .map(node -> node.getKey().node() + " after " + node.getValue().at.truncatedTo(ChronoUnit.SECONDS))
                .sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            LOG.warn("The metrics of {} lack what was counted by these nodes, which did not tell it: {}", date,
                    missing);
        }
    }

    private static LocalDate dayOf(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Instant endOf(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
