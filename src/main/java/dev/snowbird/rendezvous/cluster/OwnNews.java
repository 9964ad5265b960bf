package dev.snowbird.rendezvous.cluster;

import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.Supply;
import dev.snowbird.rendezvous.message.NatPool;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What this node tells the others of itself. */
public final class OwnNews {

    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);

    private final String self;
    private final Matchmaker matchmaker;
    private final Neighbours neighbours;
    private final Stalls stalls;
    private final LongSupplier nanoTime;
    private volatile boolean draining;
    private News told;
    private long toldAt;

    /**
     * @param self       what this node is called
     * @param matchmaker holds the proxies
     * @param neighbours knows who has just come
     * @param stalls     is told each time that news are asked for
     * @param nanoTime   the monotonic clock, in nanoseconds
     */
    OwnNews(String self, Matchmaker matchmaker, Neighbours neighbours, Stalls stalls, LongSupplier nanoTime) {
        this.self = self;
        this.matchmaker = matchmaker;
        this.neighbours = neighbours;
        this.stalls = stalls;
        this.nanoTime = nanoTime;
    }

    /** Returns what is to be told now: when it has changed, when somebody has come, and else once a second; or null. */
    public synchronized News due() {
        stalls.beat();
        long now = nanoTime.getAsLong();
        News news = news();
        if (news.equals(told) && now - toldAt < AT_LEAST_EVERY.toNanos() && !neighbours.hasNewcomer()) {
            return null;
        }
        told = news;
        toldAt = now;
        return news;
    }

    private News news() {
        if (draining) {
            return new News(self, PerPool.NONE, PerPool.NONE, true);
        }
        Map<NatPool, Supply> supply = new EnumMap<>(NatPool.class);
        for (NatPool pool : NatPool.values()) {
            supply.put(pool, matchmaker.supplyOf(pool));
        }
        return new News(self, PerPool.of(pool -> supply.get(pool).waiting()),
                PerPool.of(pool -> supply.get(pool).leastLoad()), false);
    }

    /** From now on, tells the others that they are to send nothing more. */
    void drain() {
        draining = true;
    }
}
