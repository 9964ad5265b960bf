package dev.snowbird.bench.report;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of one bench: a line of JSON for each measurement, and at the end their means as text and a picture. */
public final class Report implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "bench");

    private final String bench;
    private final List<String> drawn;
    private final PrintStream out;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param bench its name, and that of its files
     * @param drawn the figures that the picture shows
     * @param out   gets the table
     */
    public Report(String bench, List<String> drawn, PrintStream out) {
        this.bench = bench;
        this.drawn = drawn;
        this.out = out;
    }

    /** Writes down one measurement. */
    public void add(Row row) throws IOException {
        rows.add(row);
        JsonObject line = new JsonObject().put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("bench", bench).put("what", row.what()).put("rival", row.rival()).put("round", row.round());
        if (!row.failure().isEmpty()) {
            line.put("failure", row.failure());
        }
        // JSON has no word for what is no number, such as a time for each of no operations.
        row.figures().forEach((name, value) -> line.put(name, Double.isFinite(value) ? value : null));
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(bench + ".jsonl"), line.encode() + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        out.printf("%s, round %d: %s%n", row.what(), row.round(), line(row.rival(), row.figures()));
        if (!row.failure().isEmpty()) {
            out.println("  the first that failed: " + row.failure());
        }
    }

    private static String line(String rival, Map<String, Double> figures) {
        StringBuilder line = new StringBuilder("%-9s".formatted(rival));
        figures.forEach((name, value) -> line.append("  ").append(name).append(' ').append(Figures.text(value)));
        return line.toString();
    }

    /** Shows the means of all rounds. */
    @Override
    public void close() throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Figures means = Figures.meansOf(rows);
        means.byWhat().forEach((what, rivals) -> {
            out.printf("%n%s, means%n", what);
            rivals.forEach((rival, figures) -> out.println("  " + line(rival, figures)));
        });
        Path picture = FOLDER.resolve(bench + ".svg");
        Files.writeString(picture, new Chart(bench, drawn, means).svg());
        out.printf("%n%s%n%s%n", FOLDER.resolve(bench + ".jsonl"), picture);
    }
}
