package dev.snowbird.rendezvous.statistics;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.IntConsumer;

/**
 * How many different addresses a journal of {@link DistinctAddresses} counts in a span of time (Snowflake contract,
 * section 17).
 *
 * @param sum           about the number of addresses; one that is in several lines counts once
 * @param chunkIncluded the number of lines that are wholly inside the span
 */
public record DistinctCount(long sum, int chunkIncluded) {

    /**
     * Counts.
     *
     * @param journal the file; all of it was written after one start of the broker, since only then the hashes agree
     * @param from    the first moment of the span
     * @param to      the last moment of the span
     * @param seen    hears of each line that was read, by its number
     * @return the count; both its numbers are 0 when no line is inside the span
     * @throws IOException              if the file can't be read
     * @throws IllegalArgumentException naming the file, the line and the reason, if any line is not a journal's
     */
    public static DistinctCount count(Path journal, Instant from, Instant to, IntConsumer seen)
            throws IOException {
        AddressSketch sum = new AddressSketch();
        int included = 0;
        int lineNumber = 0;
        try (BufferedReader lines = Files.newBufferedReader(journal)) {
            for (String json = lines.readLine(); json != null; json = lines.readLine()) {
                seen.accept(++lineNumber);
                JournalLine line = JournalLine.parse(json);
                if (!line.recordingStart().isBefore(from) && !line.recordingEnd().isAfter(to)) {
                    sum.addAll(line.sketch());
                    included++;
                }
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "journal " + journal + ", line " + lineNumber + ": " + invalid.getMessage(), invalid);
        }
        return new DistinctCount(sum.count(), included);
    }
}
