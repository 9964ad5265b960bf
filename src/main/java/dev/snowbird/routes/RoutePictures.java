package dev.snowbird.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws routes: what comes in, which route calls which, and what goes out. */
public final class RoutePictures {

    private RoutePictures() {
    }

    /**
     * Draws a chart for Mermaid.
     *
     * @param list   the routes
     * @param groups which of them; empty for all
     * @throws IllegalArgumentException when there is no such group, in one line that may name another
     */
    public static String mermaid(RouteList list, List<String> groups) {
        return MermaidPicture.of(graphs(list, groups));
    }

    /**
     * Draws a picture in SVG.
     *
     * @param list   the routes
     * @param groups which of them; empty for all
     * @throws IllegalArgumentException when there is no such group, in one line that may name another
     */
    public static String svg(RouteList list, List<String> groups) {
        return SvgPicture.of(graphs(list, groups));
    }

    private static List<RouteGraph> graphs(RouteList list, List<String> groups) {
        List<RouteGraph> all = RouteGraph.of(list.routes());
        Set<String> known = all.stream().map(RouteGraph::name).collect(Collectors.toSet());
        groups.stream().filter(group -> !known.contains(group)).findFirst().ifPresent(group -> {
            throw new IllegalArgumentException("there is no group " + group + RouteTrouble.hint(group, known));
        });
        return all.stream().filter(graph -> groups.isEmpty() || groups.contains(graph.name())).toList();
    }
}
