package dev.snowbird.rendezvous.statistics;

import dev.snowbird.net.IpLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads one file of the country database. Tor's have 700,000 lines, which a start waits for, so nothing is made for a
 * line: its bytes are looked at where they were read.
 */
final class CountryFile {

    private static final int BYTES_AT_ONCE = 1 << 16;
    private static final int IPV4_DIGITS = 10;
    private static final long IPV4_END = 0xffffffffL;
    private static final int MOST_EXPECTED = 1_000_000;
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int GROUP_BITS = 16;

    private final Path file;
    private final Addresses addresses;
    private final RangeTable.Builder table;
    private final long[] low;
    private final long[] high;
    private final String[] codes = new String[1 << 14];
    private int lines;

    /** How the ends of ranges are written. */
    enum Addresses {

        /** As decimal numbers, one long wide. */
        IPV4(1, 24) {
            @Override
            boolean read(byte[] text, int from, int to, long[] number) {
                long value = 0;
                for (int i = from; i < to; i++) {
                    int digit = text[i] - '0';
                    if (digit < 0 || digit > 9) {
                        return false;
                    }
                    value = value * 10 + digit;
                }
                number[0] = value;
                return from < to && to - from <= IPV4_DIGITS && value <= IPV4_END;
            }
        },

        /** As addresses, two longs wide; one that stands for an IPv4 address is none. */
        IPV6(2, 56) {
            @Override
            boolean read(byte[] text, int from, int to, long[] number) {
                // What is not merely groups is left to who knows every form, and what is wrong, too.
                return readGroups(text, from, to, number) || readLiteral(text, from, to, number);
            }
        };

        private final int width;
        /** Of a line of Tor's file, a little less than on average. */
        private final int bytes;

        Addresses(int width, int bytes) {
            this.width = width;
            this.bytes = bytes;
        }

        /** Reads an address into a number of the width; false when there is none. */
        abstract boolean read(byte[] text, int from, int to, long[] number);
    }

    private CountryFile(Path file, Addresses addresses) throws IOException {
        this.file = file;
        this.addresses = addresses;
        table = new RangeTable.Builder(
                addresses.width, (int) Math.min(MOST_EXPECTED, Files.size(file) / addresses.bytes));
        low = new long[addresses.width];
        high = new long[addresses.width];
    }

    /**
     * Reads a file of lines {@code LOW,HIGH,CC}.
     *
     * @throws IOException              if it can't be read
     * @throws IllegalArgumentException naming the file, the line and the reason, if any line is not such a range or
     *     begins before the last one ended
     */
    static RangeTable read(Path file, Addresses addresses) throws IOException {
        CountryFile reading = new CountryFile(file, addresses);
        try (InputStream bytes = Files.newInputStream(file)) {
            reading.readLines(bytes);
        }
        return reading.table.build();
    }

    private void readLines(InputStream in) throws IOException {
        byte[] bytes = new byte[BYTES_AT_ONCE];
        int start = 0;
        int filled = 0;
        boolean afterReturn = false;
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes, filled, bytes.length - filled)) {
            int at = filled;
            filled += read;
            for (; at < filled; at++) {
                if (bytes[at] == '\n' || bytes[at] == '\r') {
                    boolean second = bytes[at] == '\n' && afterReturn && at == start;
                    if (!second) {
                        readLine(bytes, start, at);
                    }
                    afterReturn = bytes[at] == '\r';
                    start = at + 1;
                }
            }
            filled -= start;
            System.arraycopy(bytes, start, bytes, 0, filled);
            start = 0;
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * filled);
            }
        }
        if (filled > 0) {
            readLine(bytes, 0, filled);
        }
    }

    private void readLine(byte[] text, int from, int to) {
        lines++;
        if (from < to && text[from] != '#' && !isBlank(text, from, to)) {
            try {
                addRange(text, from, to);
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException(
                        "country file " + file + ", line " + lines + ": " + invalid.getMessage(), invalid);
            }
        }
    }

    private static boolean isBlank(byte[] text, int from, int to) {
        int i = from;
        while (i < to && text[i] >= 0 && Character.isWhitespace(text[i])) {
            i++;
        }
        return i == to;
    }

    private void addRange(byte[] text, int from, int to) {
        int first = indexOfComma(text, from, to);
        int second = indexOfComma(text, first + 1, to);
        if (to - second != 3 || !isCode(text[second + 1], text[second + 2])
                || !addresses.read(text, from, first, low) || !addresses.read(text, first + 1, second, high)) {
            throw new IllegalArgumentException("not LOW,HIGH,CC");
        }
        table.add(low, high, code(text[second + 1], text[second + 2]));
    }

    /** Returns the place after the last character when there is none. */
    private static int indexOfComma(byte[] text, int from, int to) {
        int i = from;
        while (i < to && text[i] != ',') {
            i++;
        }
        return i;
    }

    /** Tor's files have ?? for ranges that belong to nobody. */
    private static boolean isCode(byte first, byte second) {
        return first == '?' && second == '?' || first >= 'A' && first <= 'Z'
                && (second >= 'A' && second <= 'Z' || second >= '0' && second <= '9');
    }

    private String code(byte first, byte second) {
        int index = first << 7 | second;
        if (codes[index] == null) {
            codes[index] = "" + (char) first + (char) second;
        }
        return codes[index];
    }

    /** Reads groups of hex digits, of which {@code ::} may leave some out; false for any other form. */
    private static boolean readGroups(byte[] text, int from, int to, long[] number) {
        boolean gapFirst = to - from >= 2 && text[from] == ':' && text[from + 1] == ':';
        int beforeGap = gapFirst ? 0 : -1;
        int groups = 0;
        Arrays.fill(number, 0);
        long high = 0;
        long low = 0;
        for (int i = gapFirst ? from + 2 : from; i < to; i++) {
            int group = 0;
            int begin = i;
            for (int digit; i < to && (digit = Character.digit(text[i], 16)) >= 0; i++) {
                group = group << 4 | digit;
            }
            if (i == begin || i - begin > GROUP_DIGITS || i < to && text[i] != ':' || i + 1 == to) {
                return false;
            }
            groups++;
            high = high << GROUP_BITS | low >>> Long.SIZE - GROUP_BITS;
            low = low << GROUP_BITS | group;
            if (i < to && text[i + 1] == ':') {
                if (beforeGap >= 0 || groups >= GROUPS) {
                    return false;
                }
                beforeGap = groups;
                putAtTheTop(high, low, GROUPS - groups, number);
                high = 0;
                low = 0;
                i++;
            }
        }
        number[0] |= high;
        number[1] |= low;
        boolean isIpv4 = number[0] == 0 && number[1] >>> 32 == 0xffff;
        return !isIpv4 && (beforeGap < 0 ? groups == GROUPS : groups < GROUPS);
    }

    private static void putAtTheTop(long high, long low, int groupsBelow, long[] number) {
        int bits = groupsBelow * GROUP_BITS;
        // Java shifts by no more than 63.
        number[0] = bits >= Long.SIZE ? low << bits - Long.SIZE : high << bits | low >>> Long.SIZE - bits;
        number[1] = bits >= Long.SIZE ? 0 : low << bits;
    }

    private static boolean readLiteral(byte[] text, int from, int to, long[] number) {
        Optional<ByteBuffer> address = IpLiteral.parse(new String(text, from, to - from, StandardCharsets.ISO_8859_1))
                .filter(Inet6Address.class::isInstance).map(parsed -> ByteBuffer.wrap(parsed.getAddress()));
        address.ifPresent(bytes -> {
            number[0] = bytes.getLong();
            number[1] = bytes.getLong();
        });
        return address.isPresent();
    }
}
