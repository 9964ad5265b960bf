package dev.snowbird.routes;

import dev.snowbird.settings.ProgramFolder;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where routes are loaded from: those of the jar first, then those that the operator put beside the program, so that
 * one of theirs replaces one of ours with the same id.
 */
public final class RouteFiles {

    /** The one file that belongs to the {@code client} command; all others belong to {@code run}. */
    public static final String CLIENT = "client.camel.yaml";

    /**
     * The routes that {@code run} runs, as patterns of files of the jar: each folder by itself, for of a jar Camel
     * reads none that is in another.
     */
    public static final String BUILT_IN = "classpath:routes/errors.camel.yaml,"
            + "classpath:routes/rendezvous/*.camel.yaml,classpath:routes/rendezvous/pages/*.camel.yaml,"
            + "classpath:routes/rendezvous/cluster/*.camel.yaml,"
            + "classpath:routes/seabird/*.camel.yaml,classpath:routes/seabird/api/*.camel.yaml";

    private static final Path FOLDER = Path.of("routes");
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    static final String ENDING = ".camel.yaml";
    /** What looks as if it were to be read. */
    private static final Pattern LIKE_A_ROUTE = Pattern.compile("(.+?)(\\.camel)?\\.(yaml|yml|xml)");

    private RouteFiles() {
    }

    /**
     * Returns the folder of the operator's routes: {@code routes} where the program is started or, if no route file is
     * there, beside the program.
     *
     * @throws StartException when both have route files, unless they are the same
     */
    public static Path folder() throws StartException {
        Optional<Path> program = ProgramFolder.find().map(folder -> folder.resolve(FOLDER));
        return program.isEmpty() ? FOLDER : choose(FOLDER, program.get());
    }

    static Path choose(Path here, Path besideProgram) throws StartException {
        Map<String, String> ofHere = contents(here);
        Map<String, String> ofBeside = contents(besideProgram);
        if (!ofHere.isEmpty() && !ofBeside.isEmpty() && !ofHere.equals(ofBeside)) {
            throw new StartException("two folders have routes that differ, %s and %s: empty one of them"
                    .formatted(here.toAbsolutePath(), besideProgram), null);
        }
        return ofHere.isEmpty() && !ofBeside.isEmpty() ? besideProgram : here;
    }

    private static Map<String, String> contents(Path folder) throws StartException {
        Map<String, String> contents = new LinkedHashMap<>();
        for (Path file : files(folder, name -> true)) {
            try {
                contents.put(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw new StartException("can't read " + file + ": " + e, e);
            }
        }
        return contents;
    }

    /**
     * Tells Camel what to load when it starts.
     *
     * @param camel   not yet started
     * @param builtIn the routes of the jar, as resource patterns with commas between
     * @param folder  where the operator's routes are
     * @param outside which files there belong with them, by name; their names end in {@code .camel.yaml}
     */
    public static void include(Main camel, String builtIn, Path folder, Predicate<String> outside) {
        include(camel, builtIn, folder, outside, Optional.empty(), Optional.empty());
    }

    /**
     * Does the same, for routes that can follow their files while they run.
     *
     * @param camel  not yet started
     * @param folder where the operator's routes are
     * @return to be told when the start is over
     */
    public static LiveRoutes includeLive(Main camel, Path folder) {
        Predicate<String> outside = name -> !name.equals(CLIENT);
        LiveRoutes live = new LiveRoutes(BUILT_IN, folder, outside);
        include(camel, BUILT_IN, folder, outside, Optional.empty(), Optional.of(live));
        return live;
    }

    /**
     * Tells Camel what to load when it starts, where only some routes are to run, whatever files they are in.
     *
     * @param camel   not yet started
     * @param builtIn the routes of the jar, as resource patterns with commas between
     * @param folder  where the operator's routes are
     * @param ids     the ids of those that run, and with them the routes that they call
     */
    public static void includeOnly(Main camel, String builtIn, Path folder, Set<String> ids) {
        include(camel, builtIn, folder, name -> !name.equals(CLIENT), Optional.of(ids), Optional.empty());
    }

    private static void include(Main camel, String builtIn, Path folder, Predicate<String> outside,
            Optional<Set<String>> only, Optional<LiveRoutes> live) {
        camel.configure().withRoutesIncludePattern(builtIn);
        // A message for a route that is not there would wait 30 s for it, on a thread that must not wait.
        camel.addInitialProperty("camel.component.direct.block", "false");
        // Not by the pattern: of what it matches Camel refuses two with one id, while a later update replaces.
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                StepPlaces.tell(main.getCamelContext());
                failOnOneLine(main.getCamelContext());
                live.ifPresent(routes -> routes.prepare(main.getCamelContext()));
            }

            @Override
            public void afterConfigure(BaseMainSupport main) {
                List<Path> files = files(folder, outside);
                // What is built in is right; without anything beside it a start need not take longer.
                if (only.isEmpty() && !files.isEmpty()) {
                    RouteCheck.of(main.getCamelContext(), builtIn, files).require();
                }
                Map<Path, Set<String>> loaded = update(main.getCamelContext(), files, only);
                live.ifPresent(routes -> routes.begin(loaded, files));
            }
        });
    }

    /**
     * Checks what {@code run} would run, without starting it.
     *
     * @param camel  has the beans and settings; neither started nor initialised
     * @param folder where the operator's routes are
     * @return what is wrong with routes, a line each, in order of files and lines
     */
    public static List<String> mistakes(Main camel, Path folder) {
        camel.init();
        return RouteCheck.of(camel.getCamelContext(), BUILT_IN, files(folder, name -> !name.equals(CLIENT))).mistakes();
    }

    /** A message that fails where no error handling is named is a line, and no stack trace: any peer may cause it. */
    private static void failOnOneLine(CamelContext context) {
        DefaultErrorHandlerDefinition oneLine = new DefaultErrorHandlerDefinition();
        oneLine.setRedeliveryPolicy(new RedeliveryPolicyDefinition()
                .logStackTrace(false).logExhaustedMessageHistory(false));
        // Not for the whole context: that would count instead of what a route's configuration says.
        model(context).addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition route) {
                route.setErrorHandlerFactoryIfNull(oneLine);
            }
        });
    }

    /**
     * Starts Camel with what was included.
     *
     * @param camel what to start
     * @throws StartException   when there are mistakes in routes, in a line for each that says where it is
     * @throws RuntimeException when something else is wrong
     */
    public static void start(Main camel) throws StartException {
        try {
            camel.start();
        } catch (RuntimeException e) {
            RuntimeException placed = RouteMistakeException.in(e) != null
                    ? RouteMistakeException.in(e) : placed(e, e, camel.getCamelContext());
            if (placed instanceof RouteMistakeException) {
                throw new StartException("can't start: " + placed.getMessage(), placed);
            }
            throw placed;
        }
    }

    /** A step's mistake has its place already. What is left begins the route, or is said of it. */
    private static RuntimeException placed(RuntimeException failure, Throwable cause, CamelContext context) {
        if (cause == null) {
            return failure;
        }
        if (!(cause instanceof FailedToCreateRouteException route) || route.getRouteId() == null) {
            return placed(failure, cause.getCause(), context);
        }
        RouteDefinition definition = model(context).getRouteDefinition(route.getRouteId());
        return new RouteMistakeException(definition == null ? null : definition.getInput(),
                "route " + route.getRouteId(), RouteTrouble.describe(failure, context), failure);
    }

    private static Model model(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /**
     * Says of what is in the folder and looks like routes, but is not read, how it would be.
     *
     * @param folder where the operator's routes are
     */
    public static void warnOfUnread(Path folder) {
        list(folder).forEach(file -> {
            Matcher name = LIKE_A_ROUTE.matcher(file.getFileName().toString());
            if (Files.isDirectory(file) && !list(file).isEmpty()) {
                LOG.warn("{} is not read: route files are in {} itself", file, folder);
            } else if (name.matches() && !name.group().endsWith(ENDING)) {
                LOG.warn("{} is not read; a file of routes is called {}{}", file, name.group(1), ENDING);
            }
        });
    }

    /** Returns the files of routes in a folder whose names are wanted, in order of the names. */
    static List<Path> files(Path folder, Predicate<String> wanted) {
        return list(folder).stream().filter(file -> {
            String name = file.getFileName().toString();
            return name.endsWith(ENDING) && wanted.test(name);
        }).toList();
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + folder, e);
        }
    }

    private static Map<Path, Set<String>> update(CamelContext context, List<Path> files, Optional<Set<String>> only) {
        Model model = model(context);
        Set<String> builtIn = model.getRouteDefinitions().stream().map(RouteDefinition::getRouteId)
                .collect(Collectors.toSet());
        RouteLoading loading = new RouteLoading(context, wrong -> {
            throw wrong;
        });
        Map<Path, Set<String>> loaded = loading.loadOwn(files);
        if (only.isPresent()) {
            RouteRules.keepOnly(context, only.get());
        } else {
            loaded.forEach((file, ids) -> ids.forEach(id -> tell(file, id, builtIn.contains(id),
                    RouteRules.isUsed(model.getRouteDefinition(id), context))));
        }
        return loaded;
    }

    private static void tell(Path file, String id, boolean isBuiltIn, boolean isOn) {
        if (isOn) {
            LOG.info("{} {} the route {}", file, isBuiltIn ? "replaces" : "adds", id);
        } else {
            LOG.info("{}: the route {} is not used, as its precondition says", file, id);
        }
    }
}
