package dev.snowbird.rendezvous.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.snowbird.net.IpPrefix;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many proxies the clients of one address may use up in a minute, in any rhythm, so that none of them uses up the
 * proxies of all others. A network of IPv6, 64 bits long, counts as one address.
 */
final class ClientQuota {

    private static final int MOST_ADDRESSES = 100_000;
    private static final int NETWORK_BITS = 64;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int proxiesPerMinute;
    private final TimeMeter clock;
    private final Counter denials;
    private final Cache<IpPrefix, Bucket> buckets = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MOST_ADDRESSES).expireAfterAccess(MINUTE.multipliedBy(2)).build();

    /**
     * @param proxiesPerMinute how many, 0 for any number
     * @param nanoTime         the monotonic clock, in nanoseconds
     * @param meters           counts the offers that are denied
     */
    ClientQuota(int proxiesPerMinute, LongSupplier nanoTime, MeterRegistry meters) {
        this.proxiesPerMinute = proxiesPerMinute;
        this.clock = new MonotonicClock(nanoTime);
        this.denials = Counter.builder("snowbird.offers.over.quota")
                .description("Offers denied because their address had used up its proxies").register(meters);
    }

    /** Tells whether there is a quota at all, so that addresses matter. */
    boolean isSet() {
        return proxiesPerMinute > 0;
    }

    /** Tells whether an address has used up its proxies. An offer that is denied for that does not make it worse. */
    boolean isUsedUp(InetAddress address) {
        boolean usedUp = bucket(address).getAvailableTokens() == 0;
        if (usedUp) {
            denials.increment();
        }
        return usedUp;
    }

    /** Counts a proxy that has been given to a client of an address. */
    void use(InetAddress address) {
        bucket(address).tryConsume(1);
    }

    private Bucket bucket(InetAddress address) {
        return buckets.get(IpPrefix.of(address, NETWORK_BITS), network -> Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(proxiesPerMinute).refillGreedy(proxiesPerMinute, MINUTE)).build());
    }

    private record MonotonicClock(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
