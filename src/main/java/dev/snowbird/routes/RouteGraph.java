package dev.snowbird.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes of one group, and what leads from where to where: from route to route by {@code direct:}, from and to the
 * world by any other endpoint.
 *
 * @param name  the group's
 * @param nodes routes and endpoints, in order of the files
 * @param edges between those nodes
 */
record RouteGraph(String name, List<Node> nodes, List<Edge> edges) {

    /** What the steps of a route send to within the program. */
    private static final String DIRECT = "direct:";
    /** Not where a message goes, but what is said of it. */
    private static final Set<String> NOT_DRAWN = Set.of("log", "bean", "mock");

    /**
     * A box of the picture.
     *
     * @param key         what edges call it
     * @param text        what is in it
     * @param description what a route does; empty for an endpoint
     */
    record Node(String key, String text, Optional<String> description) {
    }

    /**
     * An arrow of the picture.
     *
     * @param aside whether the message also goes on where it was, as with a wire tap
     */
    record Edge(String from, String to, boolean aside) {
    }

    /** Draws a picture for each group of routes, in order of their names. */
    static List<RouteGraph> of(Collection<ListedRoute> routes) {
        Map<String, String> direct = routes.stream().filter(route -> route.from().startsWith(DIRECT))
                .collect(Collectors.toMap(ListedRoute::from, ListedRoute::id, (one, other) -> one));
        return routes.stream().map(ListedRoute::group).distinct().sorted()
                .map(group -> of(group, routes, direct)).toList();
    }

    private static RouteGraph of(String group, Collection<ListedRoute> all, Map<String, String> direct) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        Set<Edge> edges = new LinkedHashSet<>();
        List<ListedRoute> routes = all.stream().filter(route -> route.group().equals(group)).toList();
        for (ListedRoute route : routes) {
            nodes.put(route.id(), new Node(route.id(), route.id(), Optional.of(route.description())));
        }
        for (ListedRoute route : routes) {
            if (!route.from().startsWith(DIRECT)) {
                String key = "from " + route.from();
                nodes.putIfAbsent(key, new Node(key, route.from(), Optional.empty()));
                edges.add(new Edge(key, route.id(), false));
            }
            for (ListedRoute.Send send : route.sends()) {
                String target = direct.get(send.uri());
                String key = target != null ? target : "to " + send.uri();
                if (target == null && NOT_DRAWN.contains(send.uri().split(":", 2)[0])) {
                    continue;
                }
                // A route of another group is drawn here, too, as something outside.
                nodes.putIfAbsent(key, new Node(key, target != null ? target : send.uri(), Optional.empty()));
                edges.add(new Edge(route.id(), key, send.aside()));
            }
        }
        return new RouteGraph(group, new ArrayList<>(nodes.values()), new ArrayList<>(edges));
    }

    boolean isRoute(Node node) {
        return node.description().isPresent();
    }
}
