package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.statistics.DayCounts.Of;
import java.net.InetAddress;

/** What is counted of one day, and which addresses came in it. Not thread-safe: its owner holds a lock. */
final class MetricsDay {

    private final SeenAddresses addresses;
    private final DayCounts counts = new DayCounts();

    /** Takes how many different addresses the day counts. */
    MetricsDay(int maxAddresses) {
        addresses = new SeenAddresses(maxAddresses);
    }

    void polled(ProxyPoll poll) {
        counts.add(Of.POLLS,
                poll.acceptedRelayPattern().isPresent() ? DayCounts.WITH_PATTERN : DayCounts.WITHOUT_PATTERN);
    }

    void rejected() {
        counts.add(Of.POLLS, DayCounts.REJECTED);
    }

    void idle() {
        counts.add(Of.POLLS, DayCounts.IDLE);
    }

    /** Tells whether an address is new to a day that already counts as many as it may. */
    boolean isFullFor(InetAddress address) {
        return addresses.isBeyondLimit(address);
    }

    /** Counts what is new about an address, and tells whether the address itself is. */
    boolean accepted(ProxyPoll poll, InetAddress address, String country) {
        SeenAddresses.News news = addresses.remember(address, poll);
        if (news.address()) {
            counts.add(Of.ADDRESSES_BY_COUNTRY, country);
        }
        if (news.nat()) {
            counts.add(Of.ADDRESSES_BY_NAT, poll.nat());
        }
        if (news.type()) {
            counts.add(Of.ADDRESSES_BY_TYPE, poll.type());
        }
        return news.address();
    }

    void client(ClientOutcome outcome, NatType nat, RendezvousMethod method, String country) {
        counts.add(Of.CLIENTS, outcome);
        if (outcome == ClientOutcome.DENIED) {
            counts.add(Of.DENIED_BY_NAT, nat);
        }
        counts.add(Of.clients(method), country);
    }

    /** Returns the counts, which go on changing with the day. */
    DayCounts counts() {
        return counts;
    }
}
