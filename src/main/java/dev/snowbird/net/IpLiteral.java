package dev.snowbird.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * IP addresses as text, in the forms that Go's {@code net.ParseIP} takes. Java's own {@code InetAddress.getByName}
 * would ask DNS for anything else that a stranger writes, and takes {@code 1.2} and {@code 010.0.0.1} for addresses.
 */
public final class IpLiteral {

    private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private IpLiteral() {
    }

    /**
     * Reads an address. Nothing is ever resolved.
     *
     * @param text any text
     * @return the address; an IPv4-mapped IPv6 address becomes the IPv4 address in it. Nothing when the text is not
     *     exactly one address without brackets, port and zone
     */
    public static Optional<InetAddress> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return Optional.ofNullable(text.indexOf(':') < 0 ? ipv4(text) : ipv6(text)).map(IpLiteral::address);
    }

    /** Returns the value of the digits in a piece of text, or -1 when it has another character, or too few or many. */
    private static int number(CharSequence text, int from, int to, int radix, int mostDigits) {
        if (from == to || to - from > mostDigits) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char character = text.charAt(i);
            // Character.digit knows the digits of many scripts.
            int digit = character < 0x80 ? Character.digit(character, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    /** Returns null when the text is no IPv4 address. */
    private static byte[] ipv4(String text) {
        byte[] address = new byte[IPV4_BYTES];
        int from = 0;
        for (int i = 0; i < IPV4_BYTES; i++) {
            int dot = text.indexOf('.', from);
            int to = i == IPV4_BYTES - 1 ? text.length() : dot;
            boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
            int value = to < 0 || leadingZero ? -1 : number(text, from, to, 10, 3);
            if (value < 0 || value > 0xff) {
                return null;
            }
            address[i] = (byte) value;
            from = to + 1;
        }
        return address;
    }

    /** Returns null when the text is no IPv6 address. */
    private static byte[] ipv6(String text) {
        byte[] address = new byte[IPV6_BYTES];
        int filled = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int from = gap == 0 ? 2 : 0;
        while (from < text.length()) {
            int colon = text.indexOf(':', from);
            int to = colon < 0 ? text.length() : colon;
            // The last group, and no other, may be an IPv4 address.
            byte[] group = colon < 0 && text.indexOf('.', from) >= 0 ? ipv4(text.substring(from))
                    : hexGroup(text, from, to);
            if (group == null || filled + group.length > IPV6_BYTES || colon == text.length() - 1) {
                return null;
            }
            System.arraycopy(group, 0, address, filled, group.length);
            filled += group.length;
            from = to + 1;
            if (colon >= 0 && text.charAt(from) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = filled;
                from++;
            }
        }
        boolean complete = filled == IPV6_BYTES;
        if (gap < 0) {
            return complete ? address : null;
        }
        // A gap stands for at least one group.
        return complete ? null : widened(address, gap, filled);
    }

    private static byte[] hexGroup(String text, int from, int to) {
        int value = number(text, from, to, 16, 4);
        return value < 0 ? null : new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Moves what comes after the gap to the end. */
    private static byte[] widened(byte[] address, int gap, int filled) {
        byte[] whole = new byte[IPV6_BYTES];
        System.arraycopy(address, 0, whole, 0, gap);
        System.arraycopy(address, gap, whole, IPV6_BYTES - (filled - gap), filled - gap);
        return whole;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("not 4 or 16 bytes", impossible);
        }
    }
}
