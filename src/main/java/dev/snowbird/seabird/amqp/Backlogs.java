package dev.snowbird.seabird.amqp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How much this core asks of each backend, and of each backend's core, at once, and which have stopped answering. */
final class Backlogs {

    private static final int MAX_SUSPECTS = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final int limit;
    private final ConcurrentMap<String, Integer> inFlight = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> suspects = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MAX_SUSPECTS).expireAfterWrite(MEMORY).build();

    /**
     * @param limit how many requests may wait for one of them
     */
    Backlogs(int limit) {
        this.limit = limit;
    }

    /** Counts a request in, unless too many wait already. */
    boolean enter(String asked) {
        boolean[] entered = {false};
        inFlight.compute(asked, (name, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < limit;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    /** Counts a request out. */
    void leave(String asked) {
        inFlight.compute(asked, (name, count) -> count == null || count == 1 ? null : Integer.valueOf(count - 1));
    }

    void answered(String asked) {
        suspects.invalidate(asked);
    }

    /** Returns whether that is news: it has not let another request time out since it last answered. */
    boolean timedOut(String asked) {
        return suspects.asMap().put(asked, Boolean.TRUE) == null;
    }

    /** Returns whether the last that is known of one is that it did not answer. */
    boolean isSuspect(String asked) {
        return suspects.getIfPresent(asked) != null;
    }
}
