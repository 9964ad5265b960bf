package dev.snowbird.rendezvous.cluster;

import dev.snowbird.rendezvous.message.NatPool;
import java.util.concurrent.atomic.AtomicLongArray;

/** Another node, as it was when it last told of itself, and what it has been sent since. */
final class Neighbour {

    private final News news;
    private final long heardAt;
    /** By the ordinal of the pool. */
    private final AtomicLongArray sent = new AtomicLongArray(NatPool.values().length);

    /**
     * @param news    what it told
     * @param heardAt when, in nanoseconds of the monotonic clock
     */
    Neighbour(News news, long heardAt) {
        this.news = news;
        this.heardAt = heardAt;
    }

    /** Returns what it told. */
    News news() {
        return news;
    }

    /** Returns how long ago that was, in nanoseconds. */
    long age(long now) {
        return now - heardAt;
    }

    /** Returns how many proxies it probably still has in a pool for others. */
    long left(NatPool pool) {
        return news.draining() ? 0 : news.held().of(pool) - sent.get(pool.ordinal());
    }

    /** An offer is sent there, for a proxy of a pool. */
    void send(NatPool pool) {
        sent.incrementAndGet(pool.ordinal());
    }
}
