package dev.snowbird.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads files of routes as Camel's own reload does, but one by one, so that each mistake is known with its file. */
final class RouteLoading {

    private final CamelContext context;
    private final Consumer<RouteMistakeException> mistakes;
    private final RouteYaml yaml = new RouteYaml();

    /**
     * @param context  gets the routes; what has the id of one that it has takes that one's place
     * @param mistakes is told of what is wrong; when it throws, loading ends
     */
    RouteLoading(CamelContext context, Consumer<RouteMistakeException> mistakes) {
        this.context = context;
        this.mistakes = mistakes;
    }

    /** Returns the files that patterns name, with commas between, in order of their names. */
    static List<Resource> builtIn(CamelContext context, String patterns) {
        List<Resource> found = new ArrayList<>();
        for (String pattern : patterns.split(",")) {
            try {
                found.addAll(PluginHelper.getPackageScanResourceResolver(context).findResources(pattern));
            } catch (Exception e) {
                throw new IllegalStateException("can't read " + pattern, e);
            }
        }
        found.sort(Comparator.comparing(Resource::getLocation));
        return found;
    }

    /**
     * Loads files beside the program.
     *
     * @return the ids of the routes of each file that is right; no two files have one in common
     */
    Map<Path, Set<String>> loadOwn(Collection<Path> files) {
        Map<Resource, Path> paths = new LinkedHashMap<>();
        files.forEach(file -> paths.put(ResourceHelper.resolveResource(context, "file:" + file), file));
        Map<Path, Set<String>> ids = new LinkedHashMap<>();
        load(paths.keySet()).forEach((resource, routes) -> ids.put(paths.get(resource), routes));
        return ids;
    }

    /**
     * Loads files.
     *
     * @return the ids of the routes of each file that is right; no two files have one in common
     */
    Map<Resource, Set<String>> load(Collection<Resource> files) {
        Map<Resource, RoutesBuilder> builders = new LinkedHashMap<>();
        for (Resource file : files) {
            attempt(file, () -> PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file))
                    .forEach(builder -> builders.put(file, builder)));
        }
        // Those of all files, before any route asks for one.
        builders.forEach((file, builder) -> attempt(file, () -> {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.updateRouteConfigurationsToCamelContext(context);
            }
        }));
        Map<Resource, Set<String>> loaded = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        builders.forEach((file, builder) -> attempt(file, () -> {
            Set<String> own = builder.updateRoutesToCamelContext(context);
            if (own.remove(null)) {
                own.addAll(nameTheNameless());
            }
            for (String id : own) {
                if (!ids.add(id)) {
                    throw new RouteMistakeException(RouteMistakeException.nameOf(file.getLocation()),
                            OptionalInt.empty(), "another file has a route with the id " + id);
                }
            }
            loaded.put(file, own);
        }));
        return loaded;
    }

    /** Gives ids to routes without one, as Camel does when it makes them: all of the REST DSL's are such. */
    private List<String> nameTheNameless() {
        NodeIdFactory names = context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getRouteId() == null).map(route -> route.idOrCreate(names)).toList();
    }

    /** Something that fails as Camel does. */
    private interface Step {
        void run() throws Exception;
    }

    private void attempt(Resource file, Step step) {
        try {
            step.run();
        } catch (RouteMistakeException e) {
            mistakes.accept(e);
        } catch (Exception e) {
            yaml.mistakes(file, e).forEach(mistakes);
        }
    }
}
