package dev.snowbird.rendezvous.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Remembers sessions whose client has its answer or is gone, so that an answer that comes later is known to be late,
 * and not taken for one that belongs to another node.
 */
final class EndedMatches {

    private static final int MOST = 50_000;
    /** Far longer than a proxy takes to answer, or its program waits for the answer to a poll. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final Cache<String, Boolean> sessions = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MOST).expireAfterWrite(MEMORY).build();

    /** A match is over. */
    void add(WaitingProxy proxy) {
        sessions.put(proxy.poll().sid(), true);
    }

    /** Tells whether a session was matched here, and that is over. */
    boolean contain(String sid) {
        return sessions.getIfPresent(sid) != null;
    }
}
