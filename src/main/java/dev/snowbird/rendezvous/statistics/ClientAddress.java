package dev.snowbird.rendezvous.statistics;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the address of the proxy or client behind an HTTP request, which may have come through reverse proxies and
 * CDNs (Snowflake contract, section 13). Only IP literals count: no name that a header holds is ever resolved.
 */
public final class ClientAddress {

    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\](?::[^:\\[\\]]*)?");
    private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]*):[^:\\[\\]]*");
    private static final Pattern ZONE = Pattern.compile("[^:/\\[\\]\\s]*");

    private final List<Network> trustedProxies;

    /**
     * Takes the reverse proxies whose headers are believed.
     *
     * @param trustedProxies their addresses and networks; when empty, headers are believed from anyone, as the
     *     reference does
     */
    public ClientAddress(List<Network> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Finds the address: the leftmost valid and public one in {@code Forwarded}, else in {@code X-Forwarded-For}, else
     * the peer's, public or not.
     *
     * @param forwarded     the values of all header lines {@code Forwarded}, in order
     * @param xForwardedFor the values of all header lines {@code X-Forwarded-For}, in order
     * @param peer          the other end of the connection
     * @return the address that statistics and limits go by
     */
    public InetAddress find(List<String> forwarded, List<String> xForwardedFor, InetAddress peer) {
        if (!isBelieved(peer)) {
            return peer;
        }
        return leftmostPublic(forwarded, ClientAddress::forwardedElement)
                .or(() -> leftmostPublic(xForwardedFor, ClientAddress::address))
                .orElse(peer);
    }

    private boolean isBelieved(InetAddress peer) {
        return trustedProxies.isEmpty() || trustedProxies.stream().anyMatch(network -> network.contains(peer));
    }

    private static Optional<InetAddress> leftmostPublic(List<String> lines,
            Function<String, Optional<InetAddress>> element) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(text -> element.apply(text.strip()))
                .flatMap(Optional::stream)
                .filter(PublicAddresses::contain)
                .findFirst();
    }

    /** Reads one element of a Forwarded header, such as {@code for="[2001:db8::1]:4711";proto=http}. */
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

    /** Reads an address with or without brackets, port and zone. */
    private static Optional<InetAddress> address(String text) {
        String host = firstGroup(IN_BRACKETS, text).or(() -> firstGroup(WITH_PORT, text)).orElse(text);
        int zone = host.lastIndexOf('%');
        if (zone <= 0) {
            return IpLiteral.parse(host);
        }
        return ZONE.matcher(host.substring(zone + 1)).matches()
                ? IpLiteral.parse(host.substring(0, zone)) : Optional.empty();
    }

    private static Optional<String> firstGroup(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
