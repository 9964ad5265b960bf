package dev.snowbird.rendezvous.matching;

import dev.snowbird.net.AddressBuckets;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * How many proxies the clients of one address may use up in a minute, as {@link AddressBuckets} count, so that none of
 * them uses up the proxies of all others.
 */
final class ClientQuota {

    private final int proxiesPerMinute;
    private final Counter denials;
    private final AddressBuckets buckets;

    /**
     * @param proxiesPerMinute how many, 0 for any number
     * @param nanoTime         the monotonic clock, in nanoseconds
     * @param meters           counts the offers that are denied
     */
    ClientQuota(int proxiesPerMinute, LongSupplier nanoTime, MeterRegistry meters) {
        this.proxiesPerMinute = proxiesPerMinute;
        this.buckets = new AddressBuckets(proxiesPerMinute, new MonotonicClock(nanoTime));
        this.denials = Counter.builder("snowbird.offers.over.quota")
                .description("Offers denied because their address had used up its proxies").register(meters);
    }

    /** Tells whether there is a quota at all, so that addresses matter. */
    boolean isSet() {
        return proxiesPerMinute > 0;
    }

    /** Tells whether an address has used up its proxies. An offer that is denied for that does not make it worse. */
    boolean isUsedUp(InetAddress address) {
        boolean usedUp = buckets.of(address).getAvailableTokens() == 0;
        if (usedUp) {
            denials.increment();
        }
        return usedUp;
    }

    /** Counts a proxy that has been given to a client of an address. */
    void use(InetAddress address) {
        buckets.of(address).tryConsume(1);
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
