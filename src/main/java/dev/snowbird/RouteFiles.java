package dev.snowbird;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Where routes are loaded from: those of the jar first, then those that the operator put beside the program, so that
 * one of theirs replaces one of ours with the same id.
 */
public final class RouteFiles {

    /** The one file that belongs to the {@code client} command; all others belong to {@code run}. */
    public static final String CLIENT = "client.camel.yaml";

    /** Beside the program. */
    static final Path FOLDER = Path.of("routes");

    private static final String ENDING = ".camel.yaml";

    private RouteFiles() {
    }

    /**
     * Tells Camel what to load when it starts.
     *
     * @param camel   not yet started
     * @param builtIn the routes of the jar, as resource patterns with commas between
     * @param outside which files in {@code ./routes} belong with them, by name; their names end in {@code .camel.yaml}
     */
    public static void include(Main camel, String builtIn, Predicate<String> outside) {
        include(camel, builtIn, FOLDER, outside);
    }

    /** Does the same for another folder than {@code ./routes}. */
    static void include(Main camel, String builtIn, Path folder, Predicate<String> outside) {
        camel.configure().withRoutesIncludePattern(builtIn);
        // Not by the pattern: of what it matches Camel refuses two with one id, while a later update replaces.
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport main) {
                update(main.getCamelContext(), files(folder, outside));
            }
        });
    }

    private static List<Path> files(Path folder, Predicate<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return name.endsWith(ENDING) && wanted.test(name);
            }).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + folder, e);
        }
    }

    /** Does what Camel's own reload does, file by file, so that a mistake is reported with the name of its file. */
    private static void update(CamelContext context, List<Path> files) {
        Map<Path, RoutesBuilder> builders = new LinkedHashMap<>();
        for (Path file : files) {
            attempt(file, () -> PluginHelper.getRoutesLoader(context)
                    .findRoutesBuilders(List.of(ResourceHelper.resolveResource(context, "file:" + file)))
                    .forEach(builder -> builders.put(file, builder)));
        }
        builders.forEach((file, builder) -> attempt(file, () -> {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.updateRouteConfigurationsToCamelContext(context);
            }
        }));
        Set<String> ids = new HashSet<>();
        builders.forEach((file, builder) -> attempt(file, () -> {
            for (String id : builder.updateRoutesToCamelContext(context)) {
                if (!ids.add(id)) {
                    throw new IllegalArgumentException("another file has a route with the id " + id);
                }
            }
        }));
    }

    /** Something that fails as Camel does. */
    private interface Step {
        void run() throws Exception;
    }

    private static void attempt(Path file, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(file + ": " + RootCause.line(e));
        }
    }
}
