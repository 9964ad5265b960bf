package dev.snowbird.rendezvous.cluster;

import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.NatPool;
import java.util.function.ToLongFunction;

/**
 * A number for each pool of proxies.
 *
 * @param open     that of the open pool
 * @param moderate that of the moderate pool
 * @param strict   that of the strict pool
 */
public record PerPool(long open, long moderate, long strict) {

    static final PerPool NONE = new PerPool(0, 0, 0);

    /** Throws {@link BadMessageException} if one is less than 0. */
    public PerPool {
        if (open < 0 || moderate < 0 || strict < 0) {
            throw new BadMessageException("a number of a pool is less than 0");
        }
    }

    /** Asks for each pool's number. */
    static PerPool of(ToLongFunction<NatPool> number) {
        return new PerPool(number.applyAsLong(NatPool.OPEN), number.applyAsLong(NatPool.MODERATE),
                number.applyAsLong(NatPool.STRICT));
    }

    /** Returns the number of a pool. */
    long of(NatPool pool) {
        return switch (pool) {
            case OPEN -> open;
            case MODERATE -> moderate;
            case STRICT -> strict;
        };
    }
}
