package dev.snowbird.rendezvous.statistics;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The metrics log: a block of counts for every 86400 s since the start (Snowflake contract, section 15). A timer asks
 * it, as often as it likes, whether one is due.
 */
public final class MetricsLog {

    private static final Duration DAY = Duration.ofSeconds(MetricsDay.SECONDS);

    private final RendezvousStatistics statistics;
    private final Output output;
    private final Clock clock;
    private Instant nextBlock;
    /** What could not be written, to be tried again: at most a block for every day that the disk stays full. */
    private String unwritten = "";

    private MetricsLog(RendezvousStatistics statistics, Output output, Clock clock) {
        this.statistics = statistics;
        this.output = output;
        this.clock = clock;
        this.nextBlock = clock.instant().plus(DAY);
    }

    /**
     * Starts a log in a file, which is created or else appended to.
     *
     * @param statistics whose counts are written
     * @param file       the file
     * @param clock      tells when a day is over
     * @return the log
     * @throws IOException if the file can't be written
     */
    public static MetricsLog toFile(RendezvousStatistics statistics, Path file, Clock clock) throws IOException {
        OperatorFile log = new OperatorFile(file);
        log.append("");
        return new MetricsLog(statistics, log::append, clock);
    }

    /**
     * Starts a log on a stream such as standard output.
     *
     * @param statistics whose counts are written
     * @param stream     the stream; it is never closed
     * @param clock      tells when a day is over
     * @return the log
     */
    public static MetricsLog toStream(RendezvousStatistics statistics, PrintStream stream, Clock clock) {
        return new MetricsLog(statistics, text -> {
            stream.print(text);
            stream.flush();
        }, clock);
    }

    /**
     * Writes a block if a day is over since the last one, or since the start. After more than a day without a call, as
     * when the machine slept, it is one block for all of it.
     *
     * @throws IOException if the file can't be written; the block is tried again with the next call
     */
    public synchronized void writeIfDue() throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(nextBlock)) {
            unwritten += statistics.endDay().block(now);
            long daysOver = Duration.between(nextBlock, now).dividedBy(DAY);
            nextBlock = nextBlock.plus(DAY.multipliedBy(daysOver + 1));
        }
        if (!unwritten.isEmpty()) {
            output.append(unwritten);
            unwritten = "";
        }
    }

    /** Where the blocks go. */
    private interface Output {
        void append(String text) throws IOException;
    }
}
