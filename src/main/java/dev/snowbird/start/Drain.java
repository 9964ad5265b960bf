package dev.snowbird.start;

import dev.snowbird.log.RootCause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in which a program leaves its peers to others before it stops, so that an upgrade behind a balancer loses
 * nobody: first it only says that it is not ready, until balancers have noticed; then it sends away who waits; and then
 * it lets finish what is under way.
 */
public final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final List<Half> halves;
    private final Duration notice;
    private final Duration limit;
    private volatile Phase phase = Phase.SERVING;

    /** How far a drain has come. */
    public enum Phase {

        /** Nobody has asked for one. */
        SERVING,
        /** Balancers are to notice; whoever still comes is served as ever. */
        ANNOUNCED,
        /** Who waits is sent away, and what is under way finishes. */
        LEAVING,
        /** Nothing is left. */
        DRAINED,
        /** The time was over, and something was left. */
        GAVE_UP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * @param halves what is drained
     * @param notice how long balancers have to notice
     * @param limit  how long the whole may take
     */
    public Drain(List<Half> halves, Duration notice, Duration limit) {
        this.halves = List.copyOf(halves);
        this.notice = notice;
        this.limit = limit;
    }

    /**
     * Drains, and returns when nothing is left or the time is over; at once when there has been a drain before.
     *
     * @return whether nothing is left
     */
    public synchronized boolean run() throws InterruptedException {
        if (phase != Phase.SERVING) {
            return phase == Phase.DRAINED;
        }
        long start = System.nanoTime();
        phase = Phase.ANNOUNCED;
        LOG.info("Draining: for {} balancers may notice that this program is not ready", text(notice));
        for (Half half : halves) {
            attempt(half, half::takeNoMore);
        }
        TimeUnit.NANOSECONDS.sleep(Math.min(notice.toNanos(), limit.toNanos()));
        phase = Phase.LEAVING;
        LOG.info("Draining: who waits is sent away ({})", told(underWay()));
        for (Half half : halves) {
            attempt(half, half::sendAway);
        }
        while (!underWay().isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        Map<String, Integer> left = underWay();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (left.isEmpty()) {
            LOG.info("Drained in {}", text(took));
        } else {
            LOG.warn("The drain gave up after {} (drain.timeout) with {}", text(took), told(left));
        }
        phase = left.isEmpty() ? Phase.DRAINED : Phase.GAVE_UP;
        return left.isEmpty();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** What fails in one half keeps no other from being drained. */
    private static void attempt(Half half, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("{} can't be drained: {}", half.name(), RootCause.line(e));
        }
    }

    /** Returns how far it has come. */
    public Phase phase() {
        return phase;
    }

    /** Returns how many there are of each thing that a drain waits for, by what operators call it; of none, nothing. */
    public Map<String, Integer> underWay() {
        return halves.stream().flatMap(half -> half.underWay().entrySet().stream()).filter(some -> some.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new));
    }

    /**
     * Returns what is left in words.
     *
     * @param underWay as {@link #underWay}
     */
    public static String told(Map<String, Integer> underWay) {
        return underWay.isEmpty() ? "nothing left" : underWay.entrySet().stream()
                .map(some -> some.getValue() + " " + some.getKey()).collect(Collectors.joining(", "));
    }

    private static String text(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
