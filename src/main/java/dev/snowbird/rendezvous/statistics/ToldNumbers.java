package dev.snowbird.rendezvous.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one node tells the others of what it has counted, as JSON. Whatever it does not tell is {@code null}.
 *
 * @param node    whose numbers they are
 * @param since   when that node was started, in milliseconds
 * @param proxies its sessions now; only a node itself tells these, so that it is known to be there
 * @param day     what it has counted in a day; of a node that is gone another one tells it
 * @param key     the key of its journals, where it has any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToldNumbers(String node, Long since, Proxies proxies, Day day, Key key) {

    static ToldNumbers ofProxies(NodeRun run, ProxyCounts proxies) {
        return new ToldNumbers(run.node(), run.since().toEpochMilli(), Proxies.of(proxies), null, null);
    }

    static ToldNumbers ofDay(NodeRun run, Day day) {
        return new ToldNumbers(run.node(), run.since().toEpochMilli(), null, day, null);
    }

    static ToldNumbers ofKey(NodeRun run, JournalKey key) {
        return new ToldNumbers(run.node(), run.since().toEpochMilli(), null, null, Key.of(key));
    }

    /** Throws {@link BadMessageException} when it does not say whose it is. */
    NodeRun run() {
        if (since == null) {
            throw new BadMessageException("no start of a node");
        }
        return new NodeRun(node, Instant.ofEpochMilli(since));
    }

    /** Says whose it is: what is in there, such as a key, belongs in no log. */
    @Override
    public String toString() {
        return "numbers of a node";
    }

    /**
     * How many sessions there are.
     *
     * @param types by type of proxy
     * @param nats  by NAT type
     */
    record Proxies(Map<String, Long> types, Map<String, Long> nats) {

        private static final long MOST = 1_000_000_000;

        private static Proxies of(ProxyCounts counts) {
            return new Proxies(words(counts.byType()), words(counts.byNat()));
        }

        private static Map<String, Long> words(Map<?, Long> counts) {
            Map<String, Long> words = new TreeMap<>();
            counts.forEach((kind, count) -> words.put(kind.toString(), count));
            return words;
        }

        /** Throws {@link BadMessageException} when these can't be counts of proxies. */
        ProxyCounts counts() {
            Map<ProxyType, Long> byType = new EnumMap<>(ProxyType.class);
            orEmpty(types).forEach((type, count) -> byType.merge(ProxyType.of(type), checked(count), Long::sum));
            Map<NatType, Long> byNat = new EnumMap<>(NatType.class);
            orEmpty(nats).forEach((nat, count) -> byNat.merge(NatType.of(nat), checked(count), Long::sum));
            return new ProxyCounts(byType, byNat);
        }

        private static long checked(Long count) {
            if (count == null || count < 0 || count > MOST) {
                throw new BadMessageException("no count of proxies");
            }
            return count;
        }
    }

    /**
     * What was counted in a day.
     *
     * @param date   the day, of UTC
     * @param n      grows with each time that the node tells of a day
     * @param over   whether this is all that it counts in that day
     * @param counts as {@link DayCounts#toMap}
     */
    record Day(String date, Long n, Boolean over, Map<String, Map<String, Long>> counts) {

        /** Throws {@link BadMessageException} when something is missing. */
        LocalDate day() {
            if (n == null || over == null) {
                throw new BadMessageException("no number");
            }
            try {
                return LocalDate.parse(String.valueOf(date));
            } catch (DateTimeException malformed) {
                throw new BadMessageException("no date");
            }
        }

        DayCounts dayCounts() {
            return DayCounts.of(orEmpty(counts));
        }
    }

    /**
     * A key of journals.
     *
     * @param secret in Base64
     * @param made   when, in milliseconds
     */
    record Key(String secret, Long made) {

        private static Key of(JournalKey key) {
            return new Key(Base64.getEncoder().encodeToString(key.secret()), key.made().toEpochMilli());
        }

        /** Throws {@link BadMessageException} when it is none. */
        JournalKey journalKey() {
            if (secret == null || made == null) {
                throw new BadMessageException("no key of journals");
            }
            try {
                return new JournalKey(Base64.getDecoder().decode(secret), Instant.ofEpochMilli(made));
            } catch (IllegalArgumentException malformed) {
                throw new BadMessageException("no key of journals");
            }
        }

        @Override
        public String toString() {
            return "a key of journals";
        }
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
