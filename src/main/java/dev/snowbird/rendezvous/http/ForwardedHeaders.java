package dev.snowbird.rendezvous.http;

import dev.snowbird.net.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the headers in which reverse proxies say for whom they ask (Snowflake contract, section 13). Only IP literals
 * count: no name that a header holds is ever resolved. Each item keeps its place, also when it holds no address.
 */
public final class ForwardedHeaders {

    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\](?::[^:\\[\\]]*)?");
    private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]*):[^:\\[\\]]*");
    private static final Pattern ZONE = Pattern.compile("[^:/\\[\\]\\s]*");

    private ForwardedHeaders() {
    }

    /** Reads all lines of {@code Forwarded}, such as {@code for="[2001:db8::1]:4711";proto=http}. */
    public static List<Optional<InetAddress>> forwarded(List<String> lines) {
        return items(lines, ForwardedHeaders::forwardedElement);
    }

    /** Reads all lines of {@code X-Forwarded-For}. */
    public static List<Optional<InetAddress>> xForwardedFor(List<String> lines) {
        return items(lines, ForwardedHeaders::address);
    }

    private static List<Optional<InetAddress>> items(List<String> lines,
            Function<String, Optional<InetAddress>> item) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Optional<InetAddress>> items = new ArrayList<>();
        for (String line : lines) {
            for (String text : line.split(",", -1)) {
                items.add(item.apply(text.strip()));
            }
        }
        return items;
    }

    private static Optional<InetAddress> forwardedElement(String element) {
        return Stream.of(element.split(";"))
                .map(pair -> pair.strip().split("=", -1))
                .filter(pair -> pair.length == 2 && pair[0].equalsIgnoreCase("for"))
                .findFirst()
                .flatMap(pair -> address(unquoted(pair[1].strip())));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Reads an address with or without brackets, port and zone; 0.0.0.0 and :: are nobody's. */
    private static Optional<InetAddress> address(String text) {
        String host = withoutPort(text);
        int zone = host.lastIndexOf('%');
        if (zone > 0 && !ZONE.matcher(host.substring(zone + 1)).matches()) {
            return Optional.empty();
        }
        return IpLiteral.parse(zone > 0 ? host.substring(0, zone) : host)
                .filter(address -> !address.isAnyLocalAddress());
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            return firstGroup(IN_BRACKETS, text);
        }
        int colon = text.indexOf(':');
        // More than one are those of an IPv6 address.
        return colon >= 0 && colon == text.lastIndexOf(':') ? firstGroup(WITH_PORT, text) : text;
    }

    /** Returns the text as it is if it has not that form. */
    private static String firstGroup(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? matcher.group(1) : text;
    }
}
