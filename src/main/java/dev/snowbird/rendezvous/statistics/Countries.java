package dev.snowbird.rendezvous.statistics;

import dev.snowbird.net.IpLiteral;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The country database: which country an address belongs to (Snowflake contract, section 14). Never changes once
 * made; to reload, make another.
 */
public final class Countries {

    /** The code of an address whose country isn't known. */
    public static final String UNKNOWN = "??";

    /** No database: every country is unknown, and proxies aren't counted by address at all. */
    public static final Countries NONE =
            new Countries(new RangeTable.Builder(1).build(), new RangeTable.Builder(2).build());

    // Tor's files have ?? for ranges that belong to nobody.
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]|\\?\\?");
    private static final Pattern IPV4_NUMBER = Pattern.compile("[0-9]{1,10}");

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
        return new Countries(table(ipv4File, 1, Countries::ipv4Number), table(ipv6File, 2, Countries::ipv6Number));
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

    private static RangeTable table(Path file, int width, Function<String, Optional<long[]>> number)
            throws IOException {
        RangeTable.Builder table = new RangeTable.Builder(width);
        int lineNumber = 0;
        // In this encoding all bytes are text, so that a wrong one is an error of its line.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lineNumber++;
                if (!line.startsWith("#") && !line.isBlank()) {
                    add(table, line.split(",", -1), number);
                }
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "country file " + file + ", line " + lineNumber + ": " + invalid.getMessage(), invalid);
        }
        return table.build();
    }

    private static void add(RangeTable.Builder table, String[] fields, Function<String, Optional<long[]>> number) {
        if (fields.length != 3 || !CODE.matcher(fields[2]).matches()) {
            throw malformed();
        }
        table.add(number.apply(fields[0]).orElseThrow(Countries::malformed),
                number.apply(fields[1]).orElseThrow(Countries::malformed), fields[2]);
    }

    private static Optional<long[]> ipv4Number(String text) {
        return Optional.of(text).filter(decimal -> IPV4_NUMBER.matcher(decimal).matches())
                .map(Long::parseLong).filter(number -> number <= 0xffffffffL).map(number -> new long[] {number});
    }

    private static Optional<long[]> ipv6Number(String text) {
        return IpLiteral.parse(text).filter(Inet6Address.class::isInstance).map(address -> {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            return new long[] {bytes.getLong(), bytes.getLong()};
        });
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not LOW,HIGH,CC");
    }
}
