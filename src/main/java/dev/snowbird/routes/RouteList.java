package dev.snowbird.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.Resource;

/**
 * All routes that there are, as their files have them: none of them runs, and no bean is asked for.
 *
 * @param routes   the built-in ones and the operator's, without those that are replaced, in order of groups and ids
 * @param mistakes a line for each file that can't be read
 */
public record RouteList(List<ListedRoute> routes, List<String> mistakes) {

    private static final Comparator<ListedRoute> ORDER =
            Comparator.comparing(ListedRoute::group).thenComparing(ListedRoute::id);
    private static final String ALL_BUILT_IN = RouteFiles.BUILT_IN + ",classpath:routes/client/*.camel.yaml";

    /**
     * Reads all files.
     *
     * @param settings what placeholders stand for
     * @param folder   where the operator's files are
     */
    public static RouteList read(Map<String, String> settings, Path folder) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties known = new Properties();
            known.putAll(settings);
            context.getPropertiesComponent().setInitialProperties(known);
            List<String> mistakes = new ArrayList<>();
            RouteLoading loading = new RouteLoading(context, wrong -> mistakes.add(wrong.getMessage()));
            loading.load(RouteLoading.builtIn(context, ALL_BUILT_IN));
            Map<String, RouteDefinition> builtIn = definitions(context).stream()
                    .collect(Collectors.toMap(RouteDefinition::getRouteId, route -> route));
            loading.loadOwn(RouteFiles.files(folder, name -> true));
            EndpointNames names = new EndpointNames(context);
            return new RouteList(definitions(context).stream()
                    .map(route -> listed(route, builtIn, names))
                    .sorted(ORDER).toList(),
                    mistakes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the routes that a context has now, in the order of groups and ids, whatever file they came from. */
    static List<ListedRoute> running(CamelContext context) {
        EndpointNames names = new EndpointNames(context);
        return definitions(context).stream().filter(route -> context.getRoute(route.getRouteId()) != null)
                .map(route -> listed(route, names, "", "", ListedRoute.Origin.BUILT_IN)).sorted(ORDER).toList();
    }

    static List<RouteDefinition> definitions(CamelContext context) {
        return List.copyOf(context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions());
    }

    private static ListedRoute listed(
            RouteDefinition route, Map<String, RouteDefinition> builtIn, EndpointNames names) {
        ListedRoute.Origin origin = builtIn.get(route.getRouteId()) == route ? ListedRoute.Origin.BUILT_IN
                : builtIn.containsKey(route.getRouteId()) ? ListedRoute.Origin.REPLACES : ListedRoute.Origin.ADDS;
        return listed(route, names, RouteMistakeException.nameOf(route.getResource().getLocation()),
                text(route.getResource()), origin);
    }

    private static ListedRoute listed(RouteDefinition route, EndpointNames names, String file, String text,
            ListedRoute.Origin origin) {
        return new ListedRoute(route.getRouteId(), Optional.ofNullable(route.getGroup()).orElse(""),
                Optional.ofNullable(route.getDescriptionText()).orElse(""),
                names.of(route.getInput().getEndpointUri()),
                names.sends(route.getOutputs()).entrySet().stream()
                        .map(send -> new ListedRoute.Send(send.getValue(), send.getKey() instanceof WireTapDefinition))
                        .toList(),
                file, route.getInput().getLineNumber(), text, origin);
    }

    private static String text(Resource file) {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a route by its id.
     *
     * @throws IllegalArgumentException when there is none, in one line that may name another
     */
    public ListedRoute route(String id) {
        Set<String> ids = routes.stream().map(ListedRoute::id).collect(Collectors.toSet());
        return routes.stream().filter(route -> route.id().equals(id)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no route " + id + RouteTrouble.hint(id, ids)));
    }
}
