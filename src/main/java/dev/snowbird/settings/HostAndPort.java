package dev.snowbird.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an IP address, IPv6 without brackets
 * @param port a TCP port, 0 for any free one
 */
public record HostAndPort(String host, int port) {

    private static final int MOST = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]*)):(\\d{1,5})");

    /**
     * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or as Go does {@code :PORT} for all interfaces.
     *
     * @throws IllegalArgumentException for any other text
     */
    static HostAndPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST) {
            throw new IllegalArgumentException("not HOST:PORT");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new HostAndPort(host.isEmpty() ? "0.0.0.0" : HostText.parse(host), Integer.parseInt(matcher.group(3)));
    }
}
