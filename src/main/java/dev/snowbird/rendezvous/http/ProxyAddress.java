package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address of the volunteer's proxy behind a poll, which may have come through reverse proxies of the broker's
 * operator (Snowflake contract, section 13). As many items as there are of these, counted from the end of a header,
 * were written by them; whatever a stranger writes himself is further to the left, and does not count.
 */
public final class ProxyAddress {

    private final TrustedProxies trusted;
    private final int hops;

    /**
     * @param trustedProxies the reverse proxies whose headers are believed; when empty, anyone's are
     * @param hops           how many of them a request comes through; 0 for none, so that headers say nothing
     */
    public ProxyAddress(List<Network> trustedProxies, int hops) {
        this.trusted = new TrustedProxies(trustedProxies);
        this.hops = hops;
    }

    /**
     * Finds the address: the item of {@code Forwarded}, or else of {@code X-Forwarded-For}, that is as many from the
     * end as there are hops, public or not. Without an address there, the peer's.
     *
     * @param forwarded     the values of all header lines {@code Forwarded}, in order
     * @param xForwardedFor the values of all header lines {@code X-Forwarded-For}, in order
     * @param peer          the other end of the connection
     * @return the address that statistics and limits go by
     */
    public InetAddress find(List<String> forwarded, List<String> xForwardedFor, InetAddress peer) {
        if (hops == 0 || !trusted.contain(peer)) {
            return peer;
        }
        return fromTheEnd(ForwardedHeaders.forwarded(forwarded))
                .or(() -> fromTheEnd(ForwardedHeaders.xForwardedFor(xForwardedFor)))
                .orElse(peer);
    }

    private Optional<InetAddress> fromTheEnd(List<Optional<InetAddress>> items) {
        return items.size() < hops ? Optional.empty() : items.get(items.size() - hops);
    }
}
