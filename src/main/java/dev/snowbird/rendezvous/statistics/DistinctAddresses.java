package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals that tell how many different proxy addresses there were, and of what kind, without holding one
 * (Snowflake contract, section 17). There are seven; every accepted poll goes into one by its pool and into one by its
 * type. Addresses are hashed with a random key that nobody but this object ever knows, so that a journal can't be
 * searched for an address, and so that journals of different starts can't be added up.
 */
public final class DistinctAddresses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DistinctAddresses.class);
    private static final DateTimeFormatter START_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final String HASH = "HmacSHA3-256";
    private static final int KEY_BYTES = 32;

    private final Map<Journal, OperatorFile> files = new EnumMap<>(Journal.class);
    private final Duration interval;
    private final Clock clock;
    private final Executor writer;
    private final Mac hash;
    private Map<Journal, AddressSketch> sketches = emptySketches();
    private Instant lastWritten;
    private boolean anySinceThen;

    private DistinctAddresses(Duration interval, Clock clock, Executor writer, byte[] key) {
        this.interval = interval;
        this.clock = clock;
        this.writer = writer;
        this.hash = hash(key);
        this.lastWritten = clock.instant();
    }

    /**
     * Creates the seven files, named after the prefix, the journal and the time.
     *
     * @param prefix   what the names of the files begin with, directories included
     * @param interval how much time a line covers at least
     * @param clock    tells the time, and the time zone for the names
     * @param writer   runs what writes the lines
     * @return the journals
     * @throws IOException if a file can't be created
     */
    public static DistinctAddresses create(String prefix, Duration interval, Clock clock, Executor writer)
            throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return create(prefix, interval, clock, writer, key);
    }

    /** Creates the files with a key that is known, for tests. */
    static DistinctAddresses create(String prefix, Duration interval, Clock clock, Executor writer, byte[] key)
            throws IOException {
        DistinctAddresses journals = new DistinctAddresses(interval, clock, writer, key);
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
        Instant now = clock.instant();
        if (lastWritten.plus(interval).isBefore(now)) {
            Map<Journal, JournalLine> lines = turnThePage(now);
            writer.execute(() -> write(lines));
        }
        long hashed = ByteBuffer.wrap(hash.doFinal(address.getAddress())).getLong();
        sketches.get(Journal.of(poll.nat())).add(hashed);
        sketches.get(Journal.of(poll.type())).add(hashed);
        anySinceThen = true;
    }

    /** Writes what has been counted since the last lines, where the reference loses it. */
    @Override
    public synchronized void close() {
        if (anySinceThen) {
            write(turnThePage(clock.instant()));
        }
    }

    private Map<Journal, JournalLine> turnThePage(Instant now) {
        Map<Journal, JournalLine> lines = new EnumMap<>(Journal.class);
        sketches.forEach((journal, sketch) -> lines.put(journal, new JournalLine(lastWritten, now, sketch)));
        sketches = emptySketches();
        lastWritten = now;
        anySinceThen = false;
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

    private static Mac hash(byte[] key) {
        try {
            Mac hash = Mac.getInstance(HASH);
            hash.init(new SecretKeySpec(key, HASH));
            return hash;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java from 16 on has " + HASH, impossible);
        }
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
