package dev.snowbird.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultRegistry;

/**
 * All that is wrong with routes, found before one of them runs. They are loaded into a context of their own, which has
 * the beans and settings of the one that is to run them, and every step is made there as it would be made here; but
 * nothing starts, so no port is opened and no broker asked.
 *
 * @param mistakes what is wrong, a line each, in order of files and lines
 * @param routes   the ids of the routes of each file of the operator's that is right
 */
record RouteCheck(List<String> mistakes, Map<Path, Set<String>> routes) {

    /**
     * Checks routes.
     *
     * @param context what is to run them; it may run others
     * @param builtIn the routes of the jar, as resource patterns with commas between
     * @param files   the operator's
     */
    static RouteCheck of(CamelContext context, String builtIn, List<Path> files) {
        List<RouteMistakeException> mistakes = new ArrayList<>();
        try (DefaultCamelContext dry =
                new DefaultCamelContext(new DefaultRegistry(new BorrowedBeans(context.getRegistry())))) {
            dry.getPropertiesComponent().setOverrideProperties(context.getPropertiesComponent().loadProperties());
            StepPlaces.collect(dry, mistakes::add);
            RouteLoading loading = new RouteLoading(dry, mistakes::add);
            loading.load(RouteLoading.builtIn(dry, builtIn));
            Map<Path, Set<String>> loaded = loading.loadOwn(files);
            if (mistakes.isEmpty()) {
                // What a file that can't be read would have brought is not missing.
                RouteRules.check(dry, mistakes::add);
            }
            makeAll(dry, mistakes);
            return new RouteCheck(mistakes.stream().sorted(RouteMistakeException.BY_PLACE)
                    .map(RouteMistakeException::getMessage).distinct().toList(), loaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeAll(DefaultCamelContext dry, List<RouteMistakeException> mistakes) {
        Model model = dry.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            try {
                if (RouteRules.isUsed(route, dry)) {
                    // Of a context that has not started, Camel only makes them.
                    dry.startRouteDefinitions(List.of(route));
                }
            } catch (RouteMistakeException e) {
                mistakes.add(e);
            } catch (Exception e) {
                RouteMistakeException within = RouteMistakeException.in(e);
                mistakes.add(within != null ? within : new RouteMistakeException(route.getInput(),
                        "route " + route.getRouteId(), RouteTrouble.describe(e, dry), e));
            }
        }
    }

    /**
     * Stops a start that would go wrong.
     *
     * @throws RouteMistakeException with all mistakes
     */
    void require() {
        if (!mistakes.isEmpty()) {
            throw new RouteMistakeException(mistakes);
        }
    }
}
