package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatPool;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;

/** The proxies that wait for a client, each in its {@link NatPool} (Snowflake contract, section 9). */
final class ProxyPool {

    private final Map<NatPool, NavigableSet<WaitingProxy>> pools = new EnumMap<>(NatPool.class);

    ProxyPool() {
        for (NatPool pool : NatPool.values()) {
            pools.put(pool, new ConcurrentSkipListSet<>(WaitingProxy.BY_LOAD));
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
                    return Optional.of(best);
                }
            }
        }
        return Optional.empty();
    }

    /** Ends the wait of every proxy. */
    void giveUpAll() {
        pools.values().forEach(pool -> pool.forEach(WaitingProxy::giveUp));
    }

    private NavigableSet<WaitingProxy> poolOf(WaitingProxy proxy) {
        return pools.get(NatPool.of(proxy.poll().nat()));
    }
}
