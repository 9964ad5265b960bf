package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/**
 * The counts of one day and their block in the metrics log (Snowflake contract, section 15). Not thread-safe: its
 * owner holds a lock.
 */
final class MetricsDay {

    /** The length of a day, which the block names. */
    static final int SECONDS = 86_400;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    // One order, where the reference's differs from day to day.
    private static final List<ProxyType> LISTED_TYPES = List.of(
            ProxyType.STANDALONE, ProxyType.WEBEXT, ProxyType.BADGE, ProxyType.IPTPROXY, ProxyType.BLOCO);
    // The names that were there first come first; the two lists differ in where unknown came in.
    private static final List<NatType> NATS_OF_PROXIES = List.of(NatType.RESTRICTED, NatType.UNRESTRICTED,
            NatType.UNKNOWN, NatType.STRICT, NatType.MODERATE, NatType.OPEN);
    private static final List<NatType> NATS_OF_CLIENTS =
            List.of(NatType.STRICT, NatType.MODERATE, NatType.OPEN, NatType.UNKNOWN);

    private final SeenAddresses addresses;
    private final Tally<String> addressesByCountry = new Tally<>();
    private final Tally<ProxyType> addressesByType = new Tally<>();
    private final Tally<NatType> addressesByNat = new Tally<>();
    private final Map<RendezvousMethod, Tally<String>> clientsByCountry = new EnumMap<>(RendezvousMethod.class);
    private final Tally<ClientOutcome> clients = new Tally<>();
    private final Tally<NatType> clientsDenied = new Tally<>();
    private long idle;
    private long withPattern;
    private long withoutPattern;
    private long rejected;

    /** Takes how many different addresses the day counts. */
    MetricsDay(int maxAddresses) {
        addresses = new SeenAddresses(maxAddresses);
        for (RendezvousMethod method : RendezvousMethod.values()) {
            clientsByCountry.put(method, new Tally<>());
        }
    }

    void polled(ProxyPoll poll) {
        if (poll.acceptedRelayPattern().isPresent()) {
            withPattern++;
        } else {
            withoutPattern++;
        }
    }

    void rejected() {
        rejected++;
    }

    void idle() {
        idle++;
    }

    /** Tells whether an address is new to a day that already counts as many as it may. */
    boolean isFullFor(InetAddress address) {
        return addresses.isBeyondLimit(address);
    }

    /** Counts what is new about an address, and tells whether the address itself is. */
    boolean accepted(ProxyPoll poll, InetAddress address, String country) {
        SeenAddresses.News news = addresses.remember(address, poll);
        if (news.address()) {
            addressesByCountry.add(country);
        }
        if (news.nat()) {
            addressesByNat.add(poll.nat());
        }
        if (news.type()) {
            addressesByType.add(poll.type());
        }
        return news.address();
    }

    void client(ClientOutcome outcome, NatType nat, RendezvousMethod method, String country) {
        clients.add(outcome);
        if (outcome == ClientOutcome.DENIED) {
            clientsDenied.add(nat);
        }
        clientsByCountry.get(method).add(country);
    }

    /** Writes the block of a day that ended then. */
    String block(Instant end) {
        Block block = new Block();
        block.line("snowflake-stats-end", TIME.format(end) + " (" + SECONDS + " s)");
        block.line("snowflake-ips", list(addressesByCountry, LongUnaryOperator.identity()));
        LISTED_TYPES.forEach(type -> block.exact("snowflake-ips-" + type, addressesByType.of(type)));
        block.exact("snowflake-ips-total", addressesByCountry.total());
        block.rounded("snowflake-idle-count", idle);
        block.rounded("snowflake-proxy-poll-with-relay-url-count", withPattern);
        block.rounded("snowflake-proxy-poll-without-relay-url-count", withoutPattern);
        block.rounded("snowflake-proxy-rejected-for-relay-url-count", rejected);
        block.rounded("client-denied-count", clients.of(ClientOutcome.DENIED));
        block.rounded("client-restricted-denied-count", clientsDenied.of(NatType.RESTRICTED));
        block.rounded("client-unrestricted-denied-count", clientsDenied.of(NatType.UNRESTRICTED));
        NATS_OF_CLIENTS.forEach(nat -> block.rounded("client-nat-" + nat + "-denied-count", clientsDenied.of(nat)));
        block.rounded("client-snowflake-match-count", clients.of(ClientOutcome.MATCHED));
        block.rounded("client-snowflake-timeout-count", clients.of(ClientOutcome.TIMEOUT));
        clientsByCountry.forEach((method, countries) -> {
            block.rounded("client-" + method + "-count", countries.total());
            block.line("client-" + method + "-ips", list(countries, Rounding::up));
        });
        NATS_OF_PROXIES.forEach(nat -> block.exact("snowflake-ips-nat-" + nat, addressesByNat.of(nat)));
        return block.text.toString();
    }

    /** Lists the countries, those with the most first, as they are shown. */
    private static String list(Tally<String> countries, LongUnaryOperator shown) {
        Comparator<Map.Entry<String, Long>> mostFirst =
                Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        return countries.counts().entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), shown.applyAsLong(entry.getValue())))
                .sorted(mostFirst)
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static final class Block {

        private final StringBuilder text = new StringBuilder();

        private void line(String name, String value) {
            text.append(name).append(' ').append(value).append('\n');
        }

        private void exact(String name, long count) {
            line(name, Long.toString(count));
        }

        private void rounded(String name, long count) {
            exact(name, Rounding.up(count));
        }
    }
}
