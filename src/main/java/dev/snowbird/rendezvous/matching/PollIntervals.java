package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.NatPool;
import java.time.Duration;

/**
 * When proxies are asked to poll again, counted from the arrival of their last poll; 0 leaves it to them.
 *
 * @param open     those of the open pool
 * @param moderate those of the moderate pool
 * @param strict   those of the strict pool
 */
public record PollIntervals(Duration open, Duration moderate, Duration strict) {

    /** Returns the interval of a pool. */
    public Duration of(NatPool pool) {
        return switch (pool) {
            case OPEN -> open;
            case MODERATE -> moderate;
            case STRICT -> strict;
        };
    }
}
