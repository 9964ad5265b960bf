package dev.snowbird.rendezvous.statistics;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The metrics log: a block of counts for every day (Snowflake contract, section 15). A timer asks it, as often as it
 * likes, whether one is due.
 */
public final class MetricsLog {

    private final MetricsDays days;
    private final Output output;
    /** What could not be written, to be tried again: at most a block for every day that the disk stays full. */
    private String unwritten = "";

    private MetricsLog(MetricsDays days, Output output) {
        this.days = days;
        this.output = output;
    }

    /**
     * Starts a log in a file, which is created or else appended to.
     *
     * @param days say what is written, and when
     * @param file the file
     * @return the log
     * @throws IOException if the file can't be written
     */
    public static MetricsLog toFile(MetricsDays days, Path file) throws IOException {
        OperatorFile log = new OperatorFile(file);
        log.append("");
        return new MetricsLog(days, log::append);
    }

    /**
     * Starts a log on a stream such as standard output.
     *
     * @param days   say what is written, and when
     * @param stream the stream; it is never closed
     * @return the log
     */
    public static MetricsLog toStream(MetricsDays days, PrintStream stream) {
        return new MetricsLog(days, text -> {
            stream.print(text);
            stream.flush();
        });
    }

    /**
     * Writes the blocks that are due.
     *
     * @throws IOException if the file can't be written; the blocks are tried again with the next call
     */
    public synchronized void writeIfDue() throws IOException {
        write(days.blocksDue());
    }

    /**
     * Writes what is left of days that are over.
     *
     * @throws IOException if the file can't be written
     */
    public synchronized void writeTheRest() throws IOException {
        write(days.blocksAtTheEnd());
    }

    private void write(String blocks) throws IOException {
        unwritten += blocks;
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
