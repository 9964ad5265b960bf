package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a block of the metrics log counts, and the block (Snowflake contract, section 15). The numbers are true, so that
 * those of several nodes are added first and rounded then. Not thread-safe: its owner holds a lock.
 */
final class DayCounts {

    /** What a count is of, and what tells its counts apart. */
    enum Of {
        ADDRESSES_BY_COUNTRY,
        ADDRESSES_BY_TYPE,
        ADDRESSES_BY_NAT,
        /** By one of the four words below. */
        POLLS,
        /** By {@link ClientOutcome}. */
        CLIENTS,
        DENIED_BY_NAT,
        HTTP_BY_COUNTRY,
        AMPCACHE_BY_COUNTRY,
        SQS_BY_COUNTRY;

        static Of clients(RendezvousMethod method) {
            return switch (method) {
                case HTTP -> HTTP_BY_COUNTRY;
                case AMPCACHE -> AMPCACHE_BY_COUNTRY;
                case SQS -> SQS_BY_COUNTRY;
            };
        }
    }

    static final String IDLE = "idle";
    static final String WITH_PATTERN = "with";
    static final String WITHOUT_PATTERN = "without";
    static final String REJECTED = "rejected";

    /** More than there are codes of countries. */
    private static final int MOST_KEYS = 1000;
    /** A country, or one of our own words. What a block lists can't be anything that a node makes up. */
    private static final Pattern KEY = Pattern.compile("\\?\\?|[A-Z][A-Z0-9]|[a-z]{1,20}");
    /** Far more than can happen in a day, and sums of it are still numbers. */
    private static final long MOST = 1_000_000_000_000_000L;

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

    private final Map<Of, Tally<String>> counts = new EnumMap<>(Of.class);

    /** Makes counts of nothing. */
    DayCounts() {
        for (Of of : Of.values()) {
            counts.put(of, new Tally<>());
        }
    }

    /** Counts one more. */
    void add(Of of, Object key) {
        counts.get(of).add(key.toString());
    }

    /** Adds all that others counted. */
    void addAll(DayCounts others) {
        others.counts.forEach((of, tally) -> tally.counts().forEach(counts.get(of)::add));
    }

    /** Returns the same counts, which do not change with these. */
    DayCounts copy() {
        DayCounts copy = new DayCounts();
        copy.addAll(this);
        return copy;
    }

    /** Returns the counts as {@link #of(Map)} takes them: by what they are of, and then by key. */
    Map<String, Map<String, Long>> toMap() {
        Map<String, Map<String, Long>> map = new TreeMap<>();
        counts.forEach((of, tally) -> {
            if (!tally.counts().isEmpty()) {
                map.put(of.name(), new TreeMap<>(tally.counts()));
            }
        });
        return map;
    }

    /**
     * Takes what another node told.
     *
     * @param map as {@link #toMap}; what is counted of things unknown here is left out
     * @throws BadMessageException when these can't be counts
     */
    static DayCounts of(Map<String, Map<String, Long>> map) {
        DayCounts told = new DayCounts();
        told.counts.forEach((of, tally) -> {
            Map<String, Long> keys = map.getOrDefault(of.name(), Map.of());
            if (keys.size() > MOST_KEYS) {
                throw new BadMessageException("more than " + MOST_KEYS + " counts of a kind");
            }
            keys.forEach((key, count) -> {
                if (!KEY.matcher(key).matches() || count == null || count < 0 || count > MOST) {
                    throw new BadMessageException("no count of " + of);
                }
                tally.add(key, count);
            });
        });
        return told;
    }

    private long count(Of of, Object key) {
        return counts.get(of).of(key.toString());
    }

    /**
     * Writes the block.
     *
     * @param end    when the time ended that was counted
     * @param length how long it was
     */
    String block(Instant end, Duration length) {
        Block block = new Block();
        block.line("snowflake-stats-end", TIME.format(end) + " (" + length.toSeconds() + " s)");
        block.line("snowflake-ips", list(counts.get(Of.ADDRESSES_BY_COUNTRY), LongUnaryOperator.identity()));
        LISTED_TYPES.forEach(type -> block.exact("snowflake-ips-" + type, count(Of.ADDRESSES_BY_TYPE, type)));
        block.exact("snowflake-ips-total", counts.get(Of.ADDRESSES_BY_COUNTRY).total());
        block.rounded("snowflake-idle-count", count(Of.POLLS, IDLE));
        block.rounded("snowflake-proxy-poll-with-relay-url-count", count(Of.POLLS, WITH_PATTERN));
        block.rounded("snowflake-proxy-poll-without-relay-url-count", count(Of.POLLS, WITHOUT_PATTERN));
        block.rounded("snowflake-proxy-rejected-for-relay-url-count", count(Of.POLLS, REJECTED));
        block.rounded("client-denied-count", count(Of.CLIENTS, ClientOutcome.DENIED));
        block.rounded("client-restricted-denied-count", count(Of.DENIED_BY_NAT, NatType.RESTRICTED));
        block.rounded("client-unrestricted-denied-count", count(Of.DENIED_BY_NAT, NatType.UNRESTRICTED));
        NATS_OF_CLIENTS.forEach(nat ->
                block.rounded("client-nat-" + nat + "-denied-count", count(Of.DENIED_BY_NAT, nat)));
        block.rounded("client-snowflake-match-count", count(Of.CLIENTS, ClientOutcome.MATCHED));
        block.rounded("client-snowflake-timeout-count", count(Of.CLIENTS, ClientOutcome.TIMEOUT));
        for (RendezvousMethod method : RendezvousMethod.values()) {
            Tally<String> countries = counts.get(Of.clients(method));
            block.rounded("client-" + method + "-count", countries.total());
            block.line("client-" + method + "-ips", list(countries, Rounding::up));
        }
        NATS_OF_PROXIES.forEach(nat -> block.exact("snowflake-ips-nat-" + nat, count(Of.ADDRESSES_BY_NAT, nat)));
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
