package dev.snowbird.net;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses can be those of a peer on the Internet (Snowflake contract, section 13). */
public final class PublicAddresses {

    private static final List<Network> NOT_PUBLIC = Stream.of(
            "0.0.0.0/8",        // this network
            "10.0.0.0/8",       // private (RFC 1918)
            "100.64.0.0/10",    // carrier-grade NAT
            "127.0.0.0/8",      // loopback
            "169.254.0.0/16",   // link-local
            "172.16.0.0/12",    // private (RFC 1918)
            "192.0.0.0/24",     // IETF protocol assignments
            "192.0.2.0/24",     // TEST-NET-1
            "192.88.99.0/24",   // 6to4 relay anycast
            "192.168.0.0/16",   // private (RFC 1918)
            "198.18.0.0/15",    // benchmarks
            "198.51.100.0/24",  // TEST-NET-2
            "203.0.113.0/24",   // TEST-NET-3
            "224.0.0.0/4",      // multicast
            "240.0.0.0/4",      // reserved, and broadcast
            "::/128",           // unspecified
            "::1/128",          // loopback
            "100::/64",         // discard
            "2001::/23",        // IETF protocol assignments, Teredo among them
            "2001:db8::/32",    // documentation
            "2002::/16",        // 6to4
            "fc00::/7",         // unique local
            "fe80::/10",        // link-local
            "ff00::/8"          // multicast
    ).map(Network::parse).toList();

    private PublicAddresses() {
    }

    /** Tells whether the whole Internet may know an address by this one. */
    public static boolean contain(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }
}
