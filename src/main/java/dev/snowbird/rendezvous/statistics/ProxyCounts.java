package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many sessions of proxies there are, matched but unanswered ones included.
 *
 * @param byType how many of each type; the sum is the number of all
 * @param byNat  how many of them of each NAT type
 */
public record ProxyCounts(Map<ProxyType, Long> byType, Map<NatType, Long> byNat) {

    /** None at all. */
    public static final ProxyCounts NONE = new ProxyCounts(Map.of(), Map.of());

    /** Counts sessions. */
    public static ProxyCounts of(Collection<ProxyPoll> sessions) {
        return new ProxyCounts(
                sessions.stream().collect(Collectors.groupingBy(ProxyPoll::type, Collectors.counting())),
                sessions.stream().collect(Collectors.groupingBy(ProxyPoll::nat, Collectors.counting())));
    }

    /** Returns the sum of these and others. */
    public ProxyCounts plus(ProxyCounts others) {
        Map<ProxyType, Long> types = new EnumMap<>(ProxyType.class);
        types.putAll(byType);
        others.byType.forEach((type, count) -> types.merge(type, count, Long::sum));
        Map<NatType, Long> nats = new EnumMap<>(NatType.class);
        nats.putAll(byNat);
        others.byNat.forEach((nat, count) -> nats.merge(nat, count, Long::sum));
        return new ProxyCounts(types, nats);
    }
}
