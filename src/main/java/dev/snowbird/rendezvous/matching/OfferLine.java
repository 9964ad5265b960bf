package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatPool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The offers that wait for a proxy, where none of a fitting kind was there when they came. Whoever can do with the
 * fewest proxies is served first, and among equals who came first. Each offer leaves the line exactly once: with a
 * proxy, or because its time is over or its client has gone.
 */
final class OfferLine {

    /** By the pool that a client's NAT is of: clients of the strict pool get open proxies and no others. */
    private static final List<NatPool> NEEDIEST_FIRST = List.of(NatPool.STRICT, NatPool.MODERATE, NatPool.OPEN);

    private final ProxyPool proxies;
    private final Executor executor;
    private final Map<NatPool, Set<Waiting>> line = new EnumMap<>(NatPool.class);
    private final Counter served;
    private final Counter denied;
    private volatile int length;

    private record Waiting(ClientPoll client, CompletableFuture<WaitingProxy> proxy) {

        private NatPool need() {
            return NatPool.of(client.nat());
        }

        // Clients may make the same offer.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * @param proxies  those that wait for offers
     * @param executor runs what follows when an offer has waited in vain
     * @param meters   counts the offers that wait
     */
    OfferLine(ProxyPool proxies, Executor executor, MeterRegistry meters) {
        this.proxies = proxies;
        this.executor = executor;
        NEEDIEST_FIRST.forEach(need -> line.put(need, new LinkedHashSet<>()));
        served = ended("served", meters);
        denied = ended("denied", meters);
        Gauge.builder("snowbird.offers.waiting", this, offers -> offers.length)
                .description("Offers that wait for a proxy").register(meters);
    }

    private static Counter ended(String outcome, MeterRegistry meters) {
        return Counter.builder("snowbird.offers.waited").tag("outcome", outcome)
                .description("Offers that waited for a proxy").register(meters);
    }

    /**
     * Puts an offer into the line.
     *
     * @param client   the client's poll
     * @param patience how long it waits
     * @param peerGone completes when the client has hung up; {@code null} when that can't be noticed
     * @return the proxy, which has the client's offer then; fails when none came
     */
    CompletionStage<WaitingProxy> await(ClientPoll client, Duration patience, CompletionStage<?> peerGone) {
        Waiting offer = new Waiting(client, new CompletableFuture<>());
        synchronized (this) {
            line.get(offer.need()).add(offer);
            length++;
            // For a proxy that came after this offer had looked, and before it stood in the line.
            serve();
        }
        CompletableFuture.runAsync(() -> leave(offer),
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, executor));
        if (peerGone != null) {
            peerGone.thenRunAsync(() -> leave(offer), executor);
        }
        return offer.proxy();
    }

    /** A proxy has come into its pool. */
    void proxyCame() {
        if (length > 0) {
            serve();
        }
    }

    private synchronized void serve() {
        for (NatPool need : NEEDIEST_FIRST) {
            Iterator<Waiting> offers = line.get(need).iterator();
            while (offers.hasNext()) {
                Waiting first = offers.next();
                Optional<WaitingProxy> proxy = proxies.claim(first.client());
                if (proxy.isEmpty()) {
                    break;
                }
                offers.remove();
                length--;
                served.increment();
                first.proxy().complete(proxy.get());
            }
        }
    }

    private void leave(Waiting offer) {
        synchronized (this) {
            if (!line.get(offer.need()).remove(offer)) {
                return;
            }
            length--;
        }
        denied.increment();
        offer.proxy().completeExceptionally(new RendezvousException.NoProxyAvailable());
    }

    /** Ends the wait of every offer. */
    void close() {
        List<Waiting> all;
        synchronized (this) {
            all = line.values().stream().flatMap(Set::stream).toList();
        }
        all.forEach(this::leave);
    }
}
