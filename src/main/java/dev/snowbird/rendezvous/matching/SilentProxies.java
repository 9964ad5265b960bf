package dev.snowbird.rendezvous.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.snowbird.net.IpPrefix;
import dev.snowbird.rendezvous.message.ProxyType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Remembers where proxies are that took an offer and did not answer, so that they are asked after their equals. An
 * answer from there, or an hour, makes it forgotten.
 */
final class SilentProxies {

    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Cache<IpPrefix, Boolean> silent = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MOST_ADDRESSES).expireAfterWrite(MEMORY).build();
    private final Map<ProxyType, Counter> silences = new EnumMap<>(ProxyType.class);

    SilentProxies(MeterRegistry meters) {
        for (ProxyType type : ProxyType.values()) {
            silences.put(type, Counter.builder("snowbird.proxies.silent").tag("type", type.toString())
                    .description("Proxies that took an offer and did not answer in time").register(meters));
        }
    }

    /** A proxy let its client wait in vain. */
    void keptSilent(WaitingProxy proxy) {
        silences.get(proxy.poll().type()).increment();
        proxy.address().ifPresent(address -> silent.put(IpPrefix.of(address), true));
    }

    /** A proxy answered. */
    void answered(WaitingProxy proxy) {
        proxy.address().map(IpPrefix::of).ifPresent(silent::invalidate);
    }

    /** Tells whether the last proxy at an address that took an offer kept silent. */
    boolean contain(InetAddress address) {
        return silent.getIfPresent(IpPrefix.of(address)) != null;
    }
}
