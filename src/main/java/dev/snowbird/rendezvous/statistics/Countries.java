package dev.snowbird.rendezvous.statistics;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The country database: which country an address belongs to (Snowflake contract, section 14). Never changes once
 * made; to reload, make another.
 */
public final class Countries {

    /** The code of an address whose country isn't known. */
    public static final String UNKNOWN = "??";

    /** No database: every country is unknown, and proxies aren't counted by address at all. */
    public static final Countries NONE =
            new Countries(new RangeTable.Builder(1, 0).build(), new RangeTable.Builder(2, 0).build());

    private final RangeTable ipv4;
    private final RangeTable ipv6;

    private Countries(RangeTable ipv4, RangeTable ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /**
     * Reads the two files, in the format of Tor's {@code geoip} and {@code geoip6}.
     *
     * @param ipv4File lines {@code LOW,HIGH,CC} with decimal numbers
     * @param ipv6File lines {@code LOW,HIGH,CC} with addresses
     * @return the database
     * @throws IOException              if a file can't be read
     * @throws IllegalArgumentException naming the file, the line and the reason, if any line is not such a range or
     *     begins before the last one ended
     */
    public static Countries load(Path ipv4File, Path ipv6File) throws IOException {
        return new Countries(CountryFile.read(ipv4File, CountryFile.Addresses.IPV4),
                CountryFile.read(ipv6File, CountryFile.Addresses.IPV6));
    }

    /** Tells whether there is a database. */
    public boolean isAvailable() {
        return this != NONE;
    }

    /**
     * Returns the country of an address.
     *
     * @param address an address of either family; an IPv4 address mapped to IPv6 is looked up as IPv4
     * @return its two-letter code, or {@link #UNKNOWN}
     */
    public String of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (address instanceof Inet4Address) {
            return ipv4.find(new long[] {Integer.toUnsignedLong(bytes.getInt())}, UNKNOWN);
        }
        long high = bytes.getLong();
        long low = bytes.getLong();
        boolean mapped = high == 0 && low >>> 32 == 0xffff;
        return mapped ? ipv4.find(new long[] {low & 0xffffffffL}, UNKNOWN)
                : ipv6.find(new long[] {high, low}, UNKNOWN);
    }
}
