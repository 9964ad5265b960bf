package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.ProxyType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/** The proxies that wait for a client, each in its {@link NatPool} (Snowflake contract, section 9). */
final class ProxyPool {

    private final Map<NatPool, NavigableSet<WaitingProxy>> pools = new EnumMap<>(NatPool.class);

    private final Map<ProxyType, Counter> claims = new EnumMap<>(ProxyType.class);

    /**
     * @param meters gets how many wait in each pool, and counts who takes an offer
     */
    ProxyPool(MeterRegistry meters) {
        for (NatPool pool : NatPool.values()) {
            NavigableSet<WaitingProxy> waiting = new ConcurrentSkipListSet<>(WaitingProxy.BY_LOAD);
            pools.put(pool, waiting);
            Gauge.builder("snowbird.proxies.in.pool", waiting, NavigableSet::size).tag("pool", pool.toString())
                    .description("Proxies whose poll is held, by the pool they wait in").register(meters);
        }
        for (ProxyType type : ProxyType.values()) {
            claims.put(type, Counter.builder("snowbird.proxies.claimed").tag("type", type.toString())
                    .description("Proxies that took an offer").register(meters));
        }
    }

    void add(WaitingProxy proxy) {
        poolOf(proxy).add(proxy);
    }

    void remove(WaitingProxy proxy) {
        poolOf(proxy).remove(proxy);
    }

    /**
     * Takes the best proxy for a client: of the first pool that has one, however busy. A proxy that gave up a moment
     * ago is passed over.
     *
     * @return the proxy, which has the client's offer now; empty when none of a fitting kind waits
     */
    Optional<WaitingProxy> claim(ClientPoll client) {
        for (NatPool serving : NatPool.serving(client.nat())) {
            NavigableSet<WaitingProxy> pool = pools.get(serving);
            for (WaitingProxy best = pool.pollFirst(); best != null; best = pool.pollFirst()) {
                if (best.claim(client)) {
                    claims.get(best.poll().type()).increment();
                    return Optional.of(best);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns what a pool has, without looking at each proxy. */
    Supply supplyOf(NatPool pool) {
        NavigableSet<WaitingProxy> waiting = pools.get(pool);
        try {
            return new Supply(waiting.size(), waiting.first().poll().clients());
        } catch (NoSuchElementException none) {
            return new Supply(0, 0);
        }
    }

    /** Counts those that wait, by pool and kind of program. Looks at each of them. */
    Map<NatPool, Map<ProxyType, Long>> waiting() {
        Map<NatPool, Map<ProxyType, Long>> counts = new EnumMap<>(NatPool.class);
        pools.forEach((pool, proxies) -> counts.put(pool, proxies.stream()
                .collect(Collectors.groupingBy(proxy -> proxy.poll().type(), Collectors.counting()))));
        return counts;
    }

    /** Ends the wait of every proxy. */
    void giveUpAll() {
        pools.values().forEach(pool -> pool.forEach(WaitingProxy::giveUp));
    }

    private NavigableSet<WaitingProxy> poolOf(WaitingProxy proxy) {
        return pools.get(NatPool.of(proxy.poll().nat()));
    }
}
