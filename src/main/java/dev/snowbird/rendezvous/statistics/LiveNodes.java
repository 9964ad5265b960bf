package dev.snowbird.rendezvous.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The other nodes that are there now, and how many proxies they have. Not thread-safe: its owner holds a lock. */
final class LiveNodes {

    /** Far more than a broker could connect; ids that somebody makes up must not fill the memory. */
    private static final int MOST = 500;

    private final long patience;
    private final LongSupplier nanoTime;
    private final Map<NodeRun, Heard> heard = new HashMap<>();

    /**
     * @param patience how long a silent node is taken to be there
     * @param nanoTime the monotonic clock, in nanoseconds
     */
    LiveNodes(Duration patience, LongSupplier nanoTime) {
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    private record Heard(ProxyCounts proxies, long at) {
    }

    /** Hears of a node from itself, and tells whether it is there from now on. */
    boolean isNew(NodeRun run, ProxyCounts proxies) {
        forgetTheSilent();
        boolean known = heard.containsKey(run);
        boolean room = known || heard.size() < MOST;
        if (room) {
            heard.put(run, new Heard(proxies, nanoTime.getAsLong()));
        }
        return room && !known;
    }

    boolean isThere(NodeRun run) {
        forgetTheSilent();
        return heard.containsKey(run);
    }

    /** Tells whether a node is older than all that are there. */
    boolean areYoungerThan(NodeRun run) {
        forgetTheSilent();
        return heard.keySet().stream().allMatch(other -> NodeRun.BY_AGE.compare(run, other) < 0);
    }

    /** Returns how many proxies they have together. */
    ProxyCounts proxies() {
        forgetTheSilent();
        return heard.values().stream().map(Heard::proxies).reduce(ProxyCounts.NONE, ProxyCounts::plus);
    }

    private void forgetTheSilent() {
        long now = nanoTime.getAsLong();
        heard.values().removeIf(last -> now - last.at > patience);
    }
}
