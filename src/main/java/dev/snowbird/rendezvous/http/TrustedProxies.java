package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * The reverse proxies whose word on their peers' addresses counts.
 *
 * @param networks their addresses and networks; when empty, anybody's word counts, as for the reference
 */
record TrustedProxies(List<Network> networks) {

    TrustedProxies {
        networks = List.copyOf(networks);
    }

    /** Tells whether headers that this peer sends are believed. */
    boolean contain(InetAddress peer) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(peer));
    }
}
