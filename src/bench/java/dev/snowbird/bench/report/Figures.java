package dev.snowbird.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of all rounds together.
 *
 * @param byWhat what was done, then who did it, then the figure; in the order in which they were measured
 */
record Figures(Map<String, Map<String, Map<String, Double>>> byWhat) {

    private static final int FEW_DIGITS = 100;

    /** Returns the mean of the rounds for each figure. */
    static Figures meansOf(List<Row> rows) {
        Map<String, Map<String, Map<String, Double>>> all = new LinkedHashMap<>();
        for (Row row : rows) {
            Map<String, Double> means = all.computeIfAbsent(row.what(), what -> new LinkedHashMap<>())
                    .computeIfAbsent(row.rival(), rival -> new LinkedHashMap<>());
            row.figures().forEach((name, value) -> means.merge(name, value / rounds(rows, row), Double::sum));
        }
        return new Figures(all);
    }

    private static double rounds(List<Row> rows, Row like) {
        return rows.stream().filter(row -> row.what().equals(like.what()) && row.rival().equals(like.rival())).count();
    }

    /** Writes a figure with as many digits as anybody wants to read. */
    static String text(double value) {
        String form = Math.abs(value) >= FEW_DIGITS || value == Math.rint(value) ? "%.0f" : "%.3g";
        return String.format(Locale.ROOT, form, value);
    }
}
