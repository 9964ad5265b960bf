package dev.snowbird.routes;

import dev.snowbird.log.RootCause;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PatternHelper;

/**
 * What all routes together must be: names that one route gives and another needs. Camel notices such a mistake late or
 * never: without the error handling that it was to have, a route logs whatever its peers do wrong.
 */
final class RouteRules {

    /** Of what these name there is one, which one route can have. */
    private static final Set<String> FOR_ONE_ROUTE = Set.of("direct", "platform-http", "seabird-grpc", "seabird-queue",
            "seabird-directory", "nodes");

    private final CamelContext context;
    private final EndpointNames names;
    private final Consumer<RouteMistakeException> mistakes;
    private final List<RouteDefinition> routes;
    private final List<RouteConfigurationDefinition> configurations;

    private RouteRules(CamelContext context, Consumer<RouteMistakeException> mistakes) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.context = context;
        this.mistakes = mistakes;
        names = new EndpointNames(context);
        routes = model.getRouteDefinitions().stream().filter(this::isUsed).toList();
        configurations = model.getRouteConfigurationDefinitions();
    }

    /**
     * Checks all routes of a context, which has them but has not yet made them.
     *
     * @param mistakes is told of each mistake
     */
    static void check(CamelContext context, Consumer<RouteMistakeException> mistakes) {
        RouteRules rules = new RouteRules(context, mistakes);
        rules.inputsDiffer();
        rules.configurationsExist();
        rules.directRoutesExist();
    }

    /**
     * Says whether a route is to run, as its precondition says.
     *
     * @throws RouteMistakeException when the precondition is wrong
     */
    static boolean isUsed(RouteDefinition route, CamelContext context) {
        if (route.getPrecondition() == null) {
            return true;
        }
        try {
            ExpressionDefinition precondition = new SimpleExpression(route.getPrecondition());
            precondition.initPredicate(context);
            return precondition.getPredicate().matches(ExchangeHelper.getDummy(context));
        } catch (RuntimeException e) {
            throw new RouteMistakeException(route.getInput(), "route " + route.getRouteId() + ", precondition",
                    RouteTrouble.describe(e, context), e);
        }
    }

    private boolean isUsed(RouteDefinition route) {
        try {
            return isUsed(route, context);
        } catch (RouteMistakeException e) {
            mistakes.accept(e);
            return false;
        }
    }

    private void inputsDiffer() {
        Map<String, RouteDefinition> seen = new HashMap<>();
        for (RouteDefinition route : routes) {
            String uri = names.of(route.getInput().getEndpointUri());
            RouteDefinition other = FOR_ONE_ROUTE.contains(uri.split(":", 2)[0]) ? seen.put(uri, route) : null;
            if (other != null) {
                mistakes.accept(new RouteMistakeException(route.getInput(), "route " + route.getRouteId(),
                        ("%s begins the route %s, too; a file replaces a route of the same id, "
                                + "and another id adds a route").formatted(uri, other.getRouteId())));
            }
        }
    }

    private void configurationsExist() {
        List<String> known = configurations.stream().map(RouteConfigurationDefinition::getId)
                .filter(Objects::nonNull).toList();
        for (RouteDefinition route : routes) {
            named(route.getRouteConfigurationId())
                    .filter(id -> known.stream().noneMatch(there -> PatternHelper.matchPattern(there, id)))
                    .forEach(id -> mistakes.accept(new RouteMistakeException(route.getInput(),
                            "route " + route.getRouteId(),
                            "there is no routeConfiguration " + id + RouteTrouble.hint(id, known))));
        }
    }

    private Stream<String> named(String ids) {
        return ids == null ? Stream.empty() : Arrays.stream(resolved(ids).split(",")).map(String::strip);
    }

    private void directRoutesExist() {
        List<String> known = routes.stream().map(route -> names.of(route.getInput().getEndpointUri()))
                .filter(uri -> uri.startsWith(EndpointNames.DIRECT)).toList();
        routes.forEach(route -> directRoutesExist("route " + route.getRouteId(), route.getOutputs(), known));
        configurations.forEach(configuration -> {
            for (OnExceptionDefinition handler : configuration.getOnExceptions()) {
                directRoutesExist("routeConfiguration " + configuration.getId(), handler.getOutputs(), known);
            }
        });
    }

    /**
     * Removes the routes and route configurations of a context, which has them but has not yet made them, that some
     * routes do without: those that they do not call, directly or by others.
     *
     * @param ids the routes to keep, with all that they need
     */
    static void keepOnly(CamelContext context, Set<String> ids) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteRules rules = new RouteRules(context, mistake -> {
            throw mistake;
        });
        Set<Object> needed = new HashSet<>();
        rules.routes.stream().filter(route -> ids.contains(route.getRouteId()))
                .forEach(route -> rules.addWithNeeds(route, needed));
        try {
            model.removeRouteDefinitions(model.getRouteDefinitions().stream()
                    .filter(route -> !needed.contains(route)).toList());
            for (RouteConfigurationDefinition configuration : List.copyOf(rules.configurations)) {
                if (!needed.contains(configuration)) {
                    model.removeRouteConfiguration(configuration);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("routes could not be left out: " + RootCause.line(e), e);
        }
    }

    private void addWithNeeds(RouteDefinition route, Set<Object> needed) {
        if (!needed.add(route)) {
            return;
        }
        addCalled(route.getOutputs(), needed);
        List<String> ids = named(route.getRouteConfigurationId()).toList();
        configurations.stream().filter(configuration -> configuration.getId() == null
                        || ids.stream().anyMatch(id -> PatternHelper.matchPattern(configuration.getId(), id)))
                .filter(needed::add).flatMap(configuration -> configuration.getOnExceptions().stream())
                .forEach(handler -> addCalled(handler.getOutputs(), needed));
    }

    private void addCalled(List<ProcessorDefinition<?>> steps, Set<Object> needed) {
        Collection<String> uris = names.sends(steps).values();
        routes.stream().filter(route -> uris.contains(names.of(route.getInput().getEndpointUri())))
                .forEach(route -> addWithNeeds(route, needed));
    }

    private void directRoutesExist(String where, List<ProcessorDefinition<?>> steps, Collection<String> known) {
        for (Map.Entry<ProcessorDefinition<?>, String> send : names.sendsThatRun(steps).entrySet()) {
            String uri = send.getValue();
            // What is worked out for each message is not known yet.
            if (uri.startsWith(EndpointNames.DIRECT) && !uri.contains("${") && !known.contains(uri)) {
                mistakes.accept(new RouteMistakeException(send.getKey(),
                        where + ", step " + send.getKey().getShortName(),
                        "no route begins with " + uri + RouteTrouble.hint(uri, known)));
            }
        }
    }

    private String resolved(String text) {
        return context.resolvePropertyPlaceholders(text);
    }
}
