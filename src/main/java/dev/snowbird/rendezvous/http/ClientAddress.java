package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import dev.snowbird.net.PublicAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address of the client behind an HTTP request, which may have come through reverse proxies and CDNs, as many
 * as there happen to be (Snowflake contract, section 13).
 */
public final class ClientAddress {

    private final TrustedProxies trusted;

    /**
     * Takes the reverse proxies whose headers are believed.
     *
     * @param trustedProxies their addresses and networks; when empty, headers are believed from anyone, as the
     *     reference does
     */
    public ClientAddress(List<Network> trustedProxies) {
        this.trusted = new TrustedProxies(trustedProxies);
    }

    /**
     * Finds the address: the leftmost valid and public one in {@code Forwarded}, else in {@code X-Forwarded-For}, else
     * the peer's, public or not.
     *
     * @param forwarded     the values of all header lines {@code Forwarded}, in order
     * @param xForwardedFor the values of all header lines {@code X-Forwarded-For}, in order
     * @param peer          the other end of the connection
     * @return the address that statistics and limits go by
     */
    public InetAddress find(List<String> forwarded, List<String> xForwardedFor, InetAddress peer) {
        if (!trusted.contain(peer)) {
            return peer;
        }
        return leftmostPublic(ForwardedHeaders.forwarded(forwarded))
                .or(() -> leftmostPublic(ForwardedHeaders.xForwardedFor(xForwardedFor)))
                .orElse(peer);
    }

    private static Optional<InetAddress> leftmostPublic(List<Optional<InetAddress>> items) {
        return items.stream().flatMap(Optional::stream).filter(PublicAddresses::contain).findFirst();
    }
}
