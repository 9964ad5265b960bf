package dev.snowbird.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Routes as a picture that any browser shows: columns from what comes in on the left to what goes out on the right, one
 * band for each group. It stands alone, or is a part of a page that has the colours and tells the counts of each route.
 */
final class SvgPicture {

    private static final int MARGIN = 20;
    private static final int BOX_HEIGHT = 30;
    /** What a second line of text takes. */
    private static final int LINE = 12;
    private static final int ROW_GAP = 14;
    private static final int ROW_GAP_ON_PAGE = 8;
    private static final int COLUMN_GAP = 60;
    private static final int TITLE_HEIGHT = 36;
    /** Of a monospaced letter at the size used, so that boxes fit without knowing the viewer's fonts. */
    private static final double LETTER = 7.3;
    private static final int PADDING = 20;
    /** Room for the counts. */
    private static final int LEAST_ON_PAGE = 130;

    private final boolean onPage;
    private final int boxHeight;
    private final int row;
    private final StringBuilder drawn = new StringBuilder();
    private double width;
    private double height = MARGIN;

    /** A box with its place, in pixels. */
    private record Box(RouteGraph.Node node, double left, double top, double width, double height) {

        double right() {
            return left + width;
        }

        double middle() {
            return top + height / 2.0;
        }
    }

    private SvgPicture(boolean onPage) {
        this.onPage = onPage;
        boxHeight = onPage ? BOX_HEIGHT + LINE : BOX_HEIGHT;
        row = boxHeight + (onPage ? ROW_GAP_ON_PAGE : ROW_GAP);
    }

    /** Returns one picture of all groups, one below the other. */
    static String of(List<RouteGraph> graphs) {
        SvgPicture picture = new SvgPicture(false);
        graphs.forEach(graph -> {
            picture.title(graph.name());
            picture.draw(graph);
        });
        return picture.text();
    }

    /**
     * Returns a part of a page, without colours: a group of the class {@code route} or {@code end} for each box, and in
     * the former, which has the route's id as {@code data-route}, an empty text of the class {@code count}.
     */
    static String onPage(RouteGraph graph) {
        SvgPicture picture = new SvgPicture(true);
        picture.height = 1;
        picture.draw(graph);
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" viewBox="%3$d 0 %1$.0f %2$.0f">
                <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"
                  orient="auto"><polygon points="0 0 8 4 0 8"/></marker></defs>
                """, picture.width - MARGIN + 2, picture.height, MARGIN - 1) + picture.drawn + "</svg>\n";
    }

    private String text() {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" viewBox="0 0 %1$.0f %2$.0f"
                  font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">
                <style>
                  .route { fill: #eef4fb; stroke: #36c } .end { fill: #f6f6f6; stroke: #888 }
                  path { fill: none; stroke: #555 } .aside { stroke-dasharray: 4 3 }
                  text { fill: #111; text-anchor: middle } .title { font-size: 15px; text-anchor: start }
                </style>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"
                  orient="auto"><polygon points="0 0 8 4 0 8" fill="#555"/></marker></defs>
                <rect width="100%%" height="100%%" fill="#fff"/>
                """, width + MARGIN, height) + drawn + "</svg>\n";
    }

    private void title(String group) {
        add("<text class=\"title\" x=\"%d\" y=\"%.0f\">%s</text>%n", MARGIN, height + 15, escaped(group));
        height += TITLE_HEIGHT;
    }

    private void draw(RouteGraph graph) {
        Map<String, Box> boxes = place(columns(graph));
        graph.edges().forEach(edge -> draw(edge, boxes));
        boxes.values().forEach(box -> draw(box, graph.isRoute(box.node())));
        height = boxes.values().stream().mapToDouble(box -> box.top() + row).max().orElse(height) + MARGIN;
    }

    /** What leads to a box stands further left. */
    private static List<List<RouteGraph.Node>> columns(RouteGraph graph) {
        Map<String, Integer> depths = new HashMap<>();
        graph.nodes().forEach(node -> depth(node.key(), graph, depths, new HashSet<>()));
        Map<Integer, List<RouteGraph.Node>> columns = new TreeMap<>();
        graph.nodes().forEach(node ->
                columns.computeIfAbsent(depths.get(node.key()), depth -> new ArrayList<>()).add(node));
        List<List<RouteGraph.Node>> ordered = new ArrayList<>();
        for (List<RouteGraph.Node> column : columns.values()) {
            List<RouteGraph.Node> before = ordered.isEmpty() ? List.of() : ordered.get(ordered.size() - 1);
            ordered.add(ordered.isEmpty() ? column : column.stream()
                    .sorted(Comparator.comparingDouble(node -> meanRow(node, before, graph))).toList());
        }
        return ordered;
    }

    private static int depth(String key, RouteGraph graph, Map<String, Integer> depths, Set<String> onTheWay) {
        Integer known = depths.get(key);
        // Routes may call each other in a circle.
        if (known != null || !onTheWay.add(key)) {
            return known == null ? 0 : known;
        }
        int depth = graph.edges().stream().filter(edge -> edge.to().equals(key))
                .mapToInt(edge -> depth(edge.from(), graph, depths, onTheWay) + 1).max().orElse(0);
        onTheWay.remove(key);
        depths.put(key, depth);
        return depth;
    }

    /** So that arrows cross seldom. */
    private static double meanRow(RouteGraph.Node node, List<RouteGraph.Node> before, RouteGraph graph) {
        List<String> keys = before.stream().map(RouteGraph.Node::key).toList();
        return graph.edges().stream().filter(edge -> edge.to().equals(node.key()) && keys.contains(edge.from()))
                .mapToInt(edge -> keys.indexOf(edge.from())).average().orElse(before.size());
    }

    private Map<String, Box> place(List<List<RouteGraph.Node>> columns) {
        Map<String, Box> boxes = new LinkedHashMap<>();
        int rows = columns.stream().mapToInt(List::size).max().orElse(0);
        double left = MARGIN;
        for (List<RouteGraph.Node> column : columns) {
            double widest = column.stream().mapToDouble(node -> node.text().length() * LETTER + PADDING)
                    .max().orElse(0);
            widest = Math.max(widest, onPage ? LEAST_ON_PAGE : 0);
            double top = height + (rows - column.size()) * row / 2.0;
            for (RouteGraph.Node node : column) {
                boxes.put(node.key(), new Box(node, left, top, widest, boxHeight));
                top += row;
            }
            left += widest + COLUMN_GAP;
        }
        width = Math.max(width, left - COLUMN_GAP);
        return boxes;
    }

    private void draw(RouteGraph.Edge edge, Map<String, Box> boxes) {
        Box from = boxes.get(edge.from());
        Box to = boxes.get(edge.to());
        double bend = Math.max(COLUMN_GAP / 2.0, Math.abs(to.left() - from.right()) / 2);
        add("<path%s marker-end=\"url(#tip)\" d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f\"/>%n",
                edge.aside() ? " class=\"aside\"" : "", from.right(), from.middle(), from.right() + bend,
                from.middle(), to.left() - bend, to.middle(), to.left(), to.middle());
    }

    private void draw(Box box, boolean isRoute) {
        boolean counts = onPage && isRoute;
        String kind = isRoute ? "route" : "end";
        add("<g%s>%s<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"%d\"/>%n",
                onPage ? " class=\"%s\"".formatted(kind) + (isRoute ? id(box) : "") : "",
                box.node().description().map(text -> "<title>" + escaped(text) + "</title>").orElse(""),
                kind, box.left(), box.top(), box.width(), boxHeight, isRoute ? 4 : boxHeight / 2);
        double middle = box.left() + box.width() / 2;
        add("<text x=\"%.1f\" y=\"%.1f\">%s</text>%s</g>%n", middle, box.middle() + (counts ? -LINE / 4.0 : 4),
                escaped(box.node().text()), counts ? count(middle, box.middle() + LINE * 3 / 4.0) : "");
    }

    private static String id(Box box) {
        return " data-route=\"" + escaped(box.node().text()) + "\"";
    }

    private static String count(double x, double y) {
        return String.format(Locale.ROOT, "<text class=\"count\" x=\"%.1f\" y=\"%.1f\"></text>", x, y);
    }

    /** With points in numbers and the same ends of lines wherever it is drawn. */
    private void add(String format, Object... values) {
        drawn.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
