package dev.snowbird.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;

/**
 * What each address may still do in a minute, in any rhythm. A network of IPv6, 64 bits long, counts as one address,
 * since any single computer can have all of it.
 */
public final class AddressBuckets {

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
     * @param perMinute how often an address may do it
     * @param clock     tells when a minute is over
     */
    public AddressBuckets(int perMinute, TimeMeter clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Returns that of an address, which is full when nobody there has done anything for a minute. */
    public Bucket of(InetAddress address) {
        return buckets.get(IpPrefix.of(address, NETWORK_BITS), network -> Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE)).build());
    }
}
