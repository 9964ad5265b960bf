package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals that tell how many different proxy addresses there were, and of what kind, without holding one
 * (Snowflake contract, section 17). There are seven; every accepted poll goes into one by its pool and into one by its
 * type. Addresses are hashed with a random key that is never written, so that a journal can't be searched for an
 * address. What was hashed with different keys can't be added up: alone, a broker has a key of its own for each start;
 * nodes that tell each other theirs all take the oldest one.
 */
public final class DistinctAddresses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DistinctAddresses.class);
    private static final DateTimeFormatter START_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    /** How many polls wait at most for the key to be settled; with more, it is. All are hashed at once then. */
    private static final int MOST_UNSETTLED = 20_000;

    private final Map<Journal, OperatorFile> files = new EnumMap<>(Journal.class);
    private final Duration interval;
    private final Clock clock;
    private final Executor writer;
    private final boolean shared;
    /** What came before the key was settled; null afterwards. */
    private List<Polled> unsettled;
    private JournalKey key;
    private Mac hash;
    /** The oldest key that is known: that of the lines after the ones under way. */
    private JournalKey oldest;
    private Map<Journal, AddressSketch> sketches = emptySketches();
    private Instant lastWritten;
    private boolean anySinceThen;

    private DistinctAddresses(Duration interval, Clock clock, Executor writer, boolean shared, JournalKey key) {
        this.interval = interval;
        this.clock = clock;
        this.writer = writer;
        this.shared = shared;
        this.unsettled = shared ? new ArrayList<>() : null;
        this.lastWritten = clock.instant();
        this.oldest = key;
        useOldest();
    }

    /**
     * Creates the seven files, named after the prefix, the journal and the time, with a new key.
     *
     * @param prefix   what the names of the files begin with, directories included
     * @param interval how much time a line covers at least
     * @param clock    tells the time, and the time zone for the names
     * @param writer   runs what writes the lines
     * @param shared   whether other nodes are told the key, which then gives way to an older one of theirs; nothing is
     *     hashed before that is settled
     * @return the journals
     * @throws IOException if a file can't be created
     */
    public static DistinctAddresses create(String prefix, Duration interval, Clock clock, Executor writer,
            boolean shared) throws IOException {
        return create(prefix, interval, clock, writer, shared, JournalKey.random(clock.instant()));
    }

    /** Creates the files with a key that is known, for tests. */
    static DistinctAddresses create(String prefix, Duration interval, Clock clock, Executor writer, boolean shared,
            JournalKey key) throws IOException {
        DistinctAddresses journals = new DistinctAddresses(interval, clock, writer, shared, key);
        String time = START_TIME.format(journals.lastWritten.atZone(clock.getZone()));
        for (Journal journal : Journal.values()) {
            OperatorFile file = new OperatorFile(Path.of(prefix + "-" + journal + "-" + time + ".log"));
            file.truncate();
            journals.files.put(journal, file);
        }
        return journals;
    }

    /**
     * Counts an accepted poll. When the last lines are longer ago than the interval, has the next ones written before.
     *
     * @param poll    the poll
     * @param address where it came from
     */
    public synchronized void proxyPolled(ProxyPoll poll, InetAddress address) {
        Polled polled = new Polled(Journal.of(poll.nat()), Journal.of(poll.type()), address);
        if (unsettled != null && unsettled.size() < MOST_UNSETTLED) {
            unsettled.add(polled);
            return;
        }
        settleKey();
        Instant now = clock.instant();
        if (lastWritten.plus(interval).isBefore(now)) {
            Map<Journal, JournalLine> lines = turnThePage(now);
            writer.execute(() -> write(lines));
        }
        count(polled);
    }

    private void count(Polled polled) {
        long hashed = ByteBuffer.wrap(hash.doFinal(polled.address.getAddress())).getLong();
        sketches.get(polled.nat).add(hashed);
        sketches.get(polled.type).add(hashed);
        anySinceThen = true;
    }

    /** Returns the oldest key that is known. */
    synchronized JournalKey key() {
        return oldest;
    }

    /**
     * Hears of another node's key. An older one than ours is that of the next lines, since an address must not be in
     * one line twice; and of these, as long as nothing is settled.
     */
    synchronized void heardKey(JournalKey told) {
        if (told.isOlderThan(oldest)) {
            oldest = told;
            if (unsettled != null) {
                useOldest();
            } else {
                LOG.info("The journals of addresses go on with an older node's key: lines of before can't be added up"
                        + " with those of later");
            }
        }
    }

    /** Begins to hash: whoever has an older key would have told by now. Without effect from then on. */
    synchronized void settleKey() {
        if (unsettled != null) {
            unsettled.forEach(this::count);
            unsettled = null;
        }
    }

    private void useOldest() {
        key = oldest;
        hash = key.hash();
    }

    /** Writes what has been counted since the last lines, where the reference loses it. */
    @Override
    public synchronized void close() {
        settleKey();
        if (anySinceThen) {
            write(turnThePage(clock.instant()));
        }
    }

    private Map<Journal, JournalLine> turnThePage(Instant now) {
        Map<Journal, JournalLine> lines = new EnumMap<>(Journal.class);
        Optional<String> named = shared ? Optional.of(key.name()) : Optional.empty();
        sketches.forEach((journal, sketch) -> lines.put(journal, new JournalLine(lastWritten, now, sketch, named)));
        sketches = emptySketches();
        lastWritten = now;
        anySinceThen = false;
        if (key != oldest) {
            useOldest();
        }
        return lines;
    }

    private void write(Map<Journal, JournalLine> lines) {
        lines.forEach((journal, line) -> {
            try {
                files.get(journal).append(line.encode() + "\n");
            } catch (IOException failed) {
                LOG.warn("a line of the journal of {} addresses is lost: {}", journal, failed.toString());
            }
        });
    }

    private static Map<Journal, AddressSketch> emptySketches() {
        Map<Journal, AddressSketch> sketches = new EnumMap<>(Journal.class);
        for (Journal journal : Journal.values()) {
            sketches.put(journal, new AddressSketch());
        }
        return sketches;
    }

    /** An accepted poll: the two journals that it goes into, and the address. */
    private record Polled(Journal nat, Journal type, InetAddress address) {
    }

    private enum Journal {
        STRICT, OPEN, MODERATE, STANDALONE, BROWSER, MOBILE, UNKNOWN;

        private static Journal of(NatType nat) {
            return switch (NatPool.of(nat)) {
                case OPEN -> OPEN;
                case MODERATE -> MODERATE;
                case STRICT -> STRICT;
            };
        }

        private static Journal of(ProxyType type) {
            return switch (type) {
                case STANDALONE -> STANDALONE;
                case WEBEXT, BADGE -> BROWSER;
                case IPTPROXY -> MOBILE;
                case BLOCO, UNKNOWN -> UNKNOWN;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
