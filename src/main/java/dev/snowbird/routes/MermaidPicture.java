package dev.snowbird.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Routes as a flow chart in the language of Mermaid, which many readers of Markdown draw. */
final class MermaidPicture {

    private MermaidPicture() {
    }

    /** Returns one chart, with a frame for each group. */
    static String of(List<RouteGraph> graphs) {
        List<String> lines = new ArrayList<>(List.of("flowchart LR"));
        for (int i = 0; i < graphs.size(); i++) {
            addGroup(graphs.get(i), "g" + i, lines);
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static void addGroup(RouteGraph graph, String prefix, List<String> lines) {
        List<String> keys = graph.nodes().stream().map(RouteGraph.Node::key).toList();
        lines.add("  subgraph %s[\"%s\"]".formatted(prefix, escaped(graph.name())));
        for (RouteGraph.Node node : graph.nodes()) {
            lines.add((graph.isRoute(node) ? "    %s[\"%s\"]" : "    %s([\"%s\"])")
                    .formatted(prefix + "n" + keys.indexOf(node.key()), escaped(node.text())));
        }
        for (RouteGraph.Edge edge : graph.edges()) {
            lines.add("    %sn%d %s %sn%d".formatted(prefix, keys.indexOf(edge.from()),
                    edge.aside() ? "-.->" : "-->", prefix, keys.indexOf(edge.to())));
        }
        lines.add("  end");
    }

    private static String escaped(String text) {
        return text.replace("#", "#35;")
                .replace("&", "#38;").replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;");
    }
}
