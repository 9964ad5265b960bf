package dev.snowbird.seabird.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Remembers a token for half a second, whatever becomes of it: a busy plugin costs two look-ups a second. */
final class BriefTokenMemory implements TokenMemory {

    /** Counted from before the look-up, so that what was revoked meanwhile is forgotten in time, too. */
    static final Duration BRIEF = Duration.ofMillis(500);

    private static final int MOST = 10_000;

    private final Cache<String, Known> users = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MOST).expireAfterWrite(BRIEF).build();
    private final LongSupplier nanoTime;

    private record Known(TokenUser user, long since) {
    }

    /**
     * @param nanoTime the monotonic clock, in nanoseconds
     */
    BriefTokenMemory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<TokenUser> recall(String token) {
        return Optional.ofNullable(users.getIfPresent(token))
                .filter(known -> nanoTime.getAsLong() - known.since() < BRIEF.toNanos()).map(Known::user);
    }

    @Override
    public LookUp begin() {
        long since = nanoTime.getAsLong();
        return (token, user) -> users.put(token, new Known(user, since));
    }
}
