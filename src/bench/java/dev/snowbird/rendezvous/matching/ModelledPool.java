package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.SessionDescription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The pools of one node of a model: those of the program, with proxies that are numbers. */
public final class ModelledPool {

    private static final String OFFER = SessionDescription.offer("").encode();

    private final ProxyPool pool = new ProxyPool(new SimpleMeterRegistry());
    private final Map<Integer, WaitingProxy> held = new HashMap<>();
    private final Map<NatPool, Integer> counts = new EnumMap<>(NatPool.class);
    private long turns;

    /** Holds the poll of a proxy that is not held anywhere. */
    public void hold(int proxy, NatType nat, int clients) {
        ProxyPoll poll = new ProxyPoll(String.valueOf(proxy), ProxyType.STANDALONE, nat, clients, Optional.empty());
        WaitingProxy waiting = new WaitingProxy(poll, ++turns, null, new WaitingProxy.Origin(Optional.empty(), false));
        held.put(proxy, waiting);
        pool.add(waiting);
        counts.merge(NatPool.of(nat), 1, Integer::sum);
    }

    /** Takes the proxy that the program would take for a client of this NAT type. */
    public OptionalInt claim(NatType client) {
        return pool.claim(new ClientPoll(OFFER, client, Fingerprint.DEFAULT))
                .map(proxy -> OptionalInt.of(forget(Integer.parseInt(proxy.poll().sid()))))
                .orElse(OptionalInt.empty());
    }

    /** Ends the poll of a proxy, whose time is over. */
    public void release(int proxy) {
        pool.remove(held.get(proxy));
        forget(proxy);
    }

    private int forget(int proxy) {
        counts.merge(NatPool.of(held.remove(proxy).poll().nat()), -1, Integer::sum);
        return proxy;
    }

    /** Whether the poll of this proxy is held here. */
    public boolean holds(int proxy) {
        return held.containsKey(proxy);
    }

    /** Returns how many polls a pool holds. */
    public int size(NatPool which) {
        return counts.getOrDefault(which, 0);
    }
}
