package dev.snowbird.rendezvous.http;

import dev.snowbird.net.AddressBuckets;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How often one address may do something: so many times a minute, as {@link AddressBuckets} count. */
public final class RateLimit {

    private final int perMinute;
    private final AddressBuckets buckets;

    /**
     * @param perMinute how often
     * @param clock     tells when a minute is over
     */
    public RateLimit(int perMinute, TimeMeter clock) {
        this.perMinute = perMinute;
        this.buckets = new AddressBuckets(perMinute, clock);
    }

    int perMinute() {
        return perMinute;
    }

    /** Counts one time. Returns nothing when it is allowed, or the seconds after which the next one will be. */
    public OptionalLong secondsToWait(InetAddress address) {
        ConsumptionProbe probe = buckets.of(address).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return OptionalLong.empty();
        }
        long second = TimeUnit.SECONDS.toNanos(1);
        return OptionalLong.of(Math.max(1, (probe.getNanosToWaitForRefill() + second - 1) / second));
    }
}
