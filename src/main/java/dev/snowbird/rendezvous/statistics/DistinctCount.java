package dev.snowbird.rendezvous.statistics;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How many different addresses journals of {@link DistinctAddresses} count in a span of time (Snowflake contract,
 * section 17).
 *
 * @param sum           about the number of addresses; one that is in several lines counts once
 * @param chunkIncluded the number of lines that are wholly inside the span
 */
public record DistinctCount(long sum, int chunkIncluded) {

    /**
     * Counts.
     *
     * @param journals the files: one, all of which was written after one start of the broker, or of nodes that shared a
     *                 key, since only then the hashes agree
     * @param from     the first moment of the span
     * @param to       the last moment of the span
     * @param seen     hears of each line that was read, by how many there were
     * @return the count; both its numbers are 0 when no line is inside the span
     * @throws IOException              if a file can't be read
     * @throws IllegalArgumentException naming the file, the line and the reason, if any line is not a journal's, or is
     *     inside the span and was made with another key than one before
     */
    public static DistinctCount count(List<Path> journals, Instant from, Instant to, IntConsumer seen)
            throws IOException {
        Counting counting = new Counting(from, to, seen);
        for (Path journal : journals) {
            counting.read(journal);
        }
        return new DistinctCount(counting.sum.count(), counting.included);
    }

    private static final class Counting {

        private final AddressSketch sum = new AddressSketch();
        private final Instant from;
        private final Instant to;
        private final IntConsumer seen;
        private int included;
        private int read;
        /** The key of the lines that are included: its name or, where it has none, the file that has it alone. */
        private String key;

        private Counting(Instant from, Instant to, IntConsumer seen) {
            this.from = from;
            this.to = to;
            this.seen = seen;
        }

        private void read(Path journal) throws IOException {
            int lineNumber = 0;
            try (BufferedReader lines = Files.newBufferedReader(journal)) {
                for (String json = lines.readLine(); json != null; json = lines.readLine()) {
                    lineNumber++;
                    seen.accept(++read);
                    JournalLine line = JournalLine.parse(json);
                    if (!line.recordingStart().isBefore(from) && !line.recordingEnd().isAfter(to)) {
                        include(line, journal);
                    }
                }
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException(
                        "journal " + journal + ", line " + lineNumber + ": " + invalid.getMessage(), invalid);
            }
        }

        private void include(JournalLine line, Path journal) {
            String lineKey = line.key().orElse("of " + journal);
            if (key != null && !key.equals(lineKey)) {
                throw new IllegalArgumentException("made with another key than the lines before, so that an address in"
                        + " both would count twice; leave it out, or choose a span without it");
            }
            key = lineKey;
            sum.addAll(line.sketch());
            included++;
        }
    }
}
