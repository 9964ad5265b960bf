package dev.snowbird.rendezvous.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Remembers where proxies are that took an offer and did not answer, so that they are asked after their equals. An
 * answer from there, or an hour, makes it forgotten.
 */
final class SilentProxies {

    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Cache<InetAddress, Boolean> silent =
            Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).expireAfterWrite(MEMORY).build();
    private final Counter silences;

    SilentProxies(MeterRegistry meters) {
        silences = Counter.builder("snowbird.proxies.silent")
                .description("Proxies that took an offer and did not answer in time").register(meters);
    }

    /** A proxy let its client wait in vain. */
    void keptSilent(WaitingProxy proxy) {
        silences.increment();
        proxy.address().ifPresent(address -> silent.put(address, true));
    }

    /** A proxy answered. */
    void answered(WaitingProxy proxy) {
        proxy.address().ifPresent(silent::invalidate);
    }

    /** Tells whether the last proxy at an address that took an offer kept silent. */
    boolean contain(InetAddress address) {
        return silent.getIfPresent(address) != null;
    }
}
