package dev.snowbird.rendezvous.statistics;

import dev.snowbird.net.IpPrefix;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers which addresses have polled and as what, so that each counts once; exact up to a limit. Not thread-safe:
 * its owner holds a lock.
 */
final class SeenAddresses {

    private static final int ADDRESS_BIT = 1;
    private static final int FIRST_NAT_BIT = ADDRESS_BIT << 1;
    private static final int FIRST_TYPE_BIT = FIRST_NAT_BIT << NatType.values().length;

    private final Map<IpPrefix, Integer> seen = new HashMap<>();
    private final int limit;

    /** Takes how many addresses are remembered; headers can be forged, so there must be an end. */
    SeenAddresses(int limit) {
        this.limit = limit;
    }

    /** Tells whether the limit keeps an address from being remembered. */
    boolean isBeyondLimit(InetAddress address) {
        return seen.size() >= limit && !seen.containsKey(IpPrefix.of(address));
    }

    /** Remembers a poll and tells what of it had not been seen before. */
    News remember(InetAddress address, ProxyPoll poll) {
        IpPrefix key = IpPrefix.of(address);
        int before = seen.getOrDefault(key, 0);
        int natBit = FIRST_NAT_BIT << poll.nat().ordinal();
        int typeBit = FIRST_TYPE_BIT << poll.type().ordinal();
        seen.put(key, before | ADDRESS_BIT | natBit | typeBit);
        return new News((before & ADDRESS_BIT) == 0, (before & natBit) == 0, (before & typeBit) == 0);
    }

    /**
     * What is new about a poll.
     *
     * @param address its address had not polled
     * @param nat     its address had not polled with this {@link NatType}
     * @param type    its address had not polled as this {@link ProxyType}
     */
    record News(boolean address, boolean nat, boolean type) {
    }
}
