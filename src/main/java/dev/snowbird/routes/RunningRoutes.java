package dev.snowbird.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/** The routes that run, and what has gone through them. Nothing is computed before somebody asks. */
public final class RunningRoutes {

    /** Behind a user's name, whether or not there are slashes before that. */
    private static final Pattern PASSWORD = Pattern.compile("(:(?://)?[^/:@]+):[^/@]*@");

    private final CamelContext context;
    /** What the graphs are of; routes may be exchanged while they run. */
    private List<RouteDefinition> drawn = List.of();
    private List<ListedRoute> routes = List.of();
    private Map<String, RouteGraph> graphs = Map.of();

    /**
     * The routes of one group.
     *
     * @param name    the group's
     * @param version another one when its picture is another
     * @param routes  in the order of their ids
     */
    public record Flow(String name, String version, List<RouteState> routes) {
    }

    /**
     * A route.
     *
     * @param id          its name
     * @param description what it does, in a sentence
     * @param state       Camel's word for whether it runs
     * @param begun       how many messages have come into it since the start
     * @param failed      how many of them it could not deal with
     * @param inFlight    how many are in it now
     */
    public record RouteState(String id, String description, String state, long begun, long failed, int inFlight) {
    }

    /**
     * @param context runs the routes; with {@link RouteCounts}, or nothing is known of what has gone through
     */
    public RunningRoutes(CamelContext context) {
        this.context = context;
    }

    /** Returns all routes by their groups, in the order of names. */
    public synchronized List<Flow> flows() {
        look();
        return graphs.keySet().stream().sorted().map(group -> new Flow(group,
                Integer.toHexString(graphs.get(group).hashCode()),
                routes.stream().filter(route -> route.group().equals(group)).map(this::state).toList())).toList();
    }

    /**
     * Returns a picture of a group's routes, for a page.
     *
     * @param group the name of a flow
     * @return as {@link SvgPicture#onPage}; empty when there is no such group
     */
    public synchronized Optional<String> picture(String group) {
        look();
        return Optional.ofNullable(graphs.get(group)).map(SvgPicture::onPage);
    }

    private void look() {
        List<RouteDefinition> now = RouteList.definitions(context);
        if (!now.equals(drawn)) {
            routes = RouteList.running(context).stream().map(RunningRoutes::withoutPasswords).toList();
            graphs = RouteGraph.of(routes).stream().collect(Collectors.toMap(RouteGraph::name, Function.identity()));
            drawn = now;
        }
    }

    private static ListedRoute withoutPasswords(ListedRoute route) {
        List<ListedRoute.Send> sends = route.sends().stream()
                .map(send -> new ListedRoute.Send(withoutPassword(send.uri()), send.aside())).toList();
        return new ListedRoute(route.id(), route.group(), route.description(), withoutPassword(route.from()),
                sends, route.file(), route.line(), route.fileText(), route.origin());
    }

    private static String withoutPassword(String uri) {
        return PASSWORD.matcher(uri).replaceFirst("$1:xxxxxx@");
    }

    private RouteState state(ListedRoute route) {
        String id = route.id();
        Optional<RouteCounts> counts = Optional.of(context.getInflightRepository())
                .filter(RouteCounts.class::isInstance).map(RouteCounts.class::cast);
        return new RouteState(id, route.description(),
                String.valueOf(context.getRouteController().getRouteStatus(id)),
                counts.map(all -> all.begun(id)).orElse(0L), counts.map(all -> all.failed(id)).orElse(0L),
                context.getInflightRepository().size(id));
    }
}
