package dev.snowbird.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A picture of means: a group of bars for each thing that was done and each figure, with a bar for each rival.
 *
 * @param title what it is of
 * @param drawn the figures that are shown, side by side
 * @param means the figures
 */
record Chart(String title, List<String> drawn, Figures means) {

    private static final int MARGIN = 16;
    private static final int LINE = 18;
    private static final int BAR = 13;
    private static final int LONGEST_BAR = 130;
    private static final int NAMES = 90;
    private static final int COLUMN = 210;
    private static final List<String> COLOURS = List.of("#3465a4", "#c17d11", "#73a16c", "#75507b");

    /** Draws it. */
    String svg() {
        List<String> shapes = new ArrayList<>();
        int y = MARGIN + LINE;
        text(shapes, MARGIN, y, title + ": means of all rounds", "bold");
        for (Map.Entry<String, Map<String, Map<String, Double>>> group : means.byWhat().entrySet()) {
            y += LINE + LINE / 2;
            text(shapes, MARGIN, y, group.getKey(), "bold");
            y += LINE;
            for (int column = 0; column < drawn.size(); column++) {
                text(shapes, MARGIN + NAMES + column * COLUMN, y, drawn.get(column), "normal");
            }
            y = bars(shapes, y, group.getValue());
        }
        int width = MARGIN + NAMES + drawn.size() * COLUMN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s
                </svg>
                """.formatted(width, y + MARGIN, String.join("\n", shapes));
    }

    private int bars(List<String> shapes, int top, Map<String, Map<String, Double>> rivals) {
        int y = top;
        int number = 0;
        for (Map.Entry<String, Map<String, Double>> rival : rivals.entrySet()) {
            y += LINE;
            text(shapes, MARGIN, y, rival.getKey(), "normal");
            for (int column = 0; column < drawn.size(); column++) {
                String figure = drawn.get(column);
                Double value = rival.getValue().get(figure);
                if (value == null || !Double.isFinite(value)) {
                    continue;
                }
                double most = rivals.values().stream().mapToDouble(all -> all.getOrDefault(figure, 0.0)).max()
                        .orElse(0);
                long length = most > 0 ? Math.round(value / most * LONGEST_BAR) : 0;
                int x = MARGIN + NAMES + column * COLUMN;
                shapes.add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
                        .formatted(x, y - BAR + 2, length, BAR, COLOURS.get(number % COLOURS.size())));
                text(shapes, x + (int) length + 4, y, Figures.text(value), "normal");
            }
            number++;
        }
        return y;
    }

    private static void text(List<String> shapes, int x, int y, String text, String weight) {
        shapes.add("<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>".formatted(x, y, weight,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
