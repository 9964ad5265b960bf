package dev.snowbird.rendezvous.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.snowbird.net.IpPrefix;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How often one address may do something: so many times a minute, in any rhythm. A network of IPv6, 64 bits long,
 * counts as one address, since any single computer can have all of it.
 */
public final class RateLimit {

    /** The addresses that are known at once; with more of them, the ones that come least are forgotten. */
    private static final int MOST_ADDRESSES = 100_000;
    private static final int NETWORK_BITS = 64;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final TimeMeter clock;
    // After a minute without a request, what is forgotten is only that all is allowed.
    private final Cache<IpPrefix, Bucket> buckets = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MOST_ADDRESSES).expireAfterAccess(MINUTE.multipliedBy(2)).build();

    /**
     * @param perMinute how often
     * @param clock     tells when a minute is over
     */
    public RateLimit(int perMinute, TimeMeter clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    int perMinute() {
        return perMinute;
    }

    /** Counts one time. Returns nothing when it is allowed, or the seconds after which the next one will be. */
    public OptionalLong secondsToWait(InetAddress address) {
        ConsumptionProbe probe = buckets.get(IpPrefix.of(address, NETWORK_BITS), network -> bucket())
                .tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return OptionalLong.empty();
        }
        long second = TimeUnit.SECONDS.toNanos(1);
        return OptionalLong.of(Math.max(1, (probe.getNanosToWaitForRefill() + second - 1) / second));
    }

    private Bucket bucket() {
        return Bucket.builder().withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE)).build();
    }
}
