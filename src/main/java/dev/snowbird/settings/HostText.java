package dev.snowbird.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses to listen on, as settings spell them. Checked by their form alone: nothing is looked up. */
public final class HostText {

    // Names of containers may hold an underscore, which DNS does not allow.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern LIKE_IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?");

    /** Each stands for all addresses of the machine; it is reached from itself at the loopback of the same kind. */
    private static final Map<String, String> LOOPBACK_OF_ALL = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    private HostText() {
    }

    /** Says whether who listens there listens at all addresses of the machine. */
    static boolean isEverywhere(String host) {
        return LOOPBACK_OF_ALL.containsKey(host);
    }

    /**
     * Returns how a URL names what listens there, seen from the same machine.
     *
     * @param host as {@link #parse} takes it
     */
    public static String inLocalUrl(String host) {
        String reached = LOOPBACK_OF_ALL.getOrDefault(host, host);
        return reached.contains(":") ? "[" + reached + "]" : reached;
    }

    /**
     * Returns the text when it is a host name or an IP address, IPv6 without brackets.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static String parse(String text) {
        boolean valid = DIGITS_AND_DOTS.matcher(text).matches() ? IPV4.matcher(text).matches()
                : NAME.matcher(text).matches() || isIpv6(text);
        if (!valid) {
            throw new IllegalArgumentException("not a host");
        }
        return text;
    }

    /**
     * Returns the hosts in a text with commas between them; none when it is empty.
     *
     * @throws IllegalArgumentException when one is no host
     */
    public static List<String> parseAll(String text) {
        return text.isEmpty() ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).map(HostText::parse).toList();
    }

    private static boolean isIpv6(String text) {
        if (!LIKE_IPV6.matcher(text).matches()) {
            return false;
        }
        try {
            // A text with a colon in it is only ever read as a literal.
            InetAddress.getByName(text);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
