package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The proxies that wait for a client, in two pools by what their NAT lets through (Snowflake contract, section 9).
 */
final class ProxyPool {

    private final NavigableSet<WaitingProxy> unrestricted = new ConcurrentSkipListSet<>(WaitingProxy.BY_LOAD);
    private final NavigableSet<WaitingProxy> restricted = new ConcurrentSkipListSet<>(WaitingProxy.BY_LOAD);

    void add(WaitingProxy proxy) {
        poolOf(proxy).add(proxy);
    }

    void remove(WaitingProxy proxy) {
        poolOf(proxy).remove(proxy);
    }

    /**
     * Takes the best proxy for a client. A proxy that gave up a moment ago is passed over.
     *
     * @return the proxy, which has the client's offer now; empty when none of a fitting kind waits
     */
    Optional<WaitingProxy> claim(ClientPoll client) {
        for (NavigableSet<WaitingProxy> pool : poolsFor(client.nat())) {
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
        restricted.forEach(WaitingProxy::giveUp);
        unrestricted.forEach(WaitingProxy::giveUp);
    }

    private NavigableSet<WaitingProxy> poolOf(WaitingProxy proxy) {
        return proxy.poll().nat() == NatType.UNRESTRICTED ? unrestricted : restricted;
    }

    /** A client that anyone can reach leaves the few unrestricted proxies to those who need them. */
    private List<NavigableSet<WaitingProxy>> poolsFor(NatType client) {
        return client == NatType.UNRESTRICTED ? List.of(restricted, unrestricted) : List.of(unrestricted);
    }
}
