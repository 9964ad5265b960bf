package dev.snowbird.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * An IP address, or the bits that a network of IPv6 begins with, as the key of what is remembered of strangers. It
 * takes a quarter of the memory of an {@link InetAddress}. And it has an order, without which a map becomes as slow as
 * a list for those who choose addresses of the same hash code.
 *
 * @param high the first 64 bits; 0 for IPv4
 * @param low  the others; an address of IPv4 is ::ffff:a.b.c.d
 */
public record IpPrefix(long high, long low) implements Comparable<IpPrefix> {

    private static final long IPV4 = 0xffffL << Integer.SIZE;
    private static final int IPV6_BITS = 128;
    private static final Comparator<IpPrefix> ORDER =
            Comparator.comparingLong(IpPrefix::high).thenComparingLong(IpPrefix::low);

    /** Returns the key of an address of either family. */
    public static IpPrefix of(InetAddress address) {
        return of(address, IPV6_BITS);
    }

    /**
     * Returns the key of an address, which is that of all others in its network, too.
     *
     * @param address  an address of either family
     * @param ipv6Bits how long a network of IPv6 is, from 0 to 128; an address of IPv4 stands for itself alone
     */
    public static IpPrefix of(InetAddress address, int ipv6Bits) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new IpPrefix(bytes.getLong() & first(ipv6Bits), bytes.getLong() & first(ipv6Bits - Long.SIZE))
                : new IpPrefix(0, IPV4 | Integer.toUnsignedLong(bytes.getInt()));
    }

    /** So many of 64 bits, or none of them, or all. */
    private static long first(int bits) {
        return bits <= 0 ? 0 : -1L << Long.SIZE - Math.min(bits, Long.SIZE);
    }

    @Override
    public int compareTo(IpPrefix other) {
        return ORDER.compare(this, other);
    }
}
