package dev.snowbird.routes;

import dev.snowbird.log.Guarded;
import dev.snowbird.log.Guarded;
import dev.snowbird.log.RootCause;
import dev.snowbird.start.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the running routes follow the files of the operator's folder. Camel's own watcher loads a file when it hears of
 * it, right or wrong and perhaps half written, and knows nothing of one that is deleted. This one looks at the folder,
 * waits until nobody writes, checks all files as a start does, and only then lets Camel update the routes of those that
 * have changed.
 */
public final class LiveRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final long LOOK_MILLIS = 500;
    /** What a file says that has more than routes: then any route may be another. */
    private static final String ERROR_HANDLING = "routeConfiguration:";

    private final String builtIn;
    private final Path folder;
    private final Predicate<String> wanted;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("routes-reload"));
    private CamelContext context;
    private RouteHandover handover;
    private Map<Path, String> stamps = Map.of();
    private Map<Path, String> judged = Map.of();
    /** Whether the files were wrong when they were judged. */
    private boolean mistaken;
    /** What runs: the text of each file, and the ids of its routes. */
    private Map<Path, String> texts = Map.of();
    private Map<Path, Set<String>> ids = Map.of();

    /**
     * What has come of the files.
     *
     * @param files  those that were written or deleted
     * @param load   those whose routes are to be made anew
     * @param lost   ids of routes that no file has any more
     * @param allBut when all built-in routes are to be made anew, too, those that files have
     */
    private record Change(Set<Path> files, List<Path> load, Set<String> lost, Optional<Set<String>> allBut) {
    }

    LiveRoutes(String builtIn, Path folder, Predicate<String> wanted) {
        this.builtIn = builtIn;
        this.folder = folder;
        this.wanted = wanted;
    }

    /** Takes the context that is to run the routes, before it starts. */
    void prepare(CamelContext starting) {
        context = starting;
        handover = RouteHandover.of(starting);
    }

    /** Takes what the start has found. */
    void begin(Map<Path, Set<String>> loaded, List<Path> files) {
        stamps = stamps(files);
        judged = stamps;
        texts = texts(files);
        ids = loaded;
    }

    /** Begins to follow the folder; called when all routes run. */
    public void follow() {
        LOG.info("Routes follow the files in {}", folder);
        thread.scheduleWithFixedDelay(
                Guarded.repeat(LiveRoutes.class, "The files in " + folder + " can't be followed", this::look),
                LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks once. What has changed counts when it is the same at the next look. */
    void look() {
        handover.stopEmptyRoutes();
        List<Path> files = RouteFiles.files(folder, wanted);
        Map<Path, String> now = stamps(files);
        boolean isQuiet = now.equals(stamps);
        stamps = now;
        if (isQuiet && !now.equals(judged)) {
            judged = now;
            judge(files);
        }
    }

    private void judge(List<Path> files) {
        Map<Path, String> written = texts(files);
        if (written.equals(texts)) {
            if (mistaken) {
                LOG.info("The files in {} are again as they run", folder);
                mistaken = false;
            }
            return;
        }
        RouteCheck check = RouteCheck.of(context, builtIn, files);
        mistaken = !check.mistakes().isEmpty();
        if (mistaken) {
            LOG.warn("{}{}; the routes stay as they were", check.mistakes().get(0), check.mistakes().size() == 1 ? ""
                    : " (and %d more; the command check tells all)".formatted(check.mistakes().size() - 1));
            return;
        }
        Change change = change(written, check);
        Map<Path, Set<String>> loaded = new TreeMap<>();
        try {
            handover.update(() -> loaded.putAll(update(change)));
        } catch (Exception e) {
            LOG.warn("The routes stay as they were: {}", RootCause.line(e));
            return;
        }
        tell(change, loaded);
        texts = written;
        Map<Path, Set<String>> now = new TreeMap<>(ids);
        now.keySet().retainAll(written.keySet());
        now.putAll(loaded);
        ids = now;
    }

    private Change change(Map<Path, String> written, RouteCheck check) {
        Set<Path> files = new TreeSet<>(written.keySet());
        files.addAll(texts.keySet());
        files.removeIf(file -> written.getOrDefault(file, "").equals(texts.getOrDefault(file, "")));
        boolean all = files.stream().anyMatch(file ->
                (texts.getOrDefault(file, "") + written.getOrDefault(file, "")).contains(ERROR_HANDLING));
        Set<String> wanted = check.routes().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        // Camel names routes without an id anew each time, so those of other files must not be looked for.
        Set<String> lost = ids.entrySet().stream().filter(entry -> all || files.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream()).filter(id -> !wanted.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Change(files, written.keySet().stream().filter(file -> all || files.contains(file)).toList(), lost,
                all ? Optional.of(wanted) : Optional.empty());
    }

    private Map<Path, Set<String>> update(Change change) throws Exception {
        List<Resource> ours = RouteLoading.builtIn(context, builtIn);
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (String id : change.lost()) {
            RouteDefinition gone = model.getRouteDefinition(id);
            if (gone != null && ours.stream().noneMatch(file -> hasName(file, id))) {
                handover.remove(gone);
            }
        }
        if (change.allBut().isPresent()) {
            // What all files say of it comes again with them.
            model.getRouteConfigurationDefinitions().clear();
        }
        RouteLoading loading = new RouteLoading(context, mistake -> {
            throw mistake;
        });
        loading.load(ours.stream().filter(file -> change.lost().stream().anyMatch(id -> hasName(file, id))
                || change.allBut().isPresent()
                        && change.allBut().get().stream().noneMatch(id -> hasName(file, id))).toList());
        return loading.loadOwn(change.load());
    }

    /** A built-in file is called as its route. */
    private static boolean hasName(Resource builtIn, String id) {
        return builtIn.getLocation().endsWith("/" + id + RouteFiles.ENDING);
    }

    private void tell(Change change, Map<Path, Set<String>> loaded) {
        loaded.forEach((file, routes) -> {
            if (change.files().contains(file)) {
                routes.forEach(id -> LOG.info("{}: the route {} is {}", file, id,
                        context.getRoute(id) == null ? "not used, as its precondition says" : "as it was saved"));
            }
        });
        change.lost().forEach(id -> LOG.info("The route {} is {}", id,
                context.getRoute(id) == null ? "gone" : "the built-in one again"));
    }

    private static Map<Path, String> texts(Collection<Path> files) {
        Map<Path, String> texts = new TreeMap<>();
        files.forEach(file -> {
            try {
                texts.put(file, Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return texts;
    }

    /** What changes when a file is written. */
    private static Map<Path, String> stamps(Collection<Path> files) {
        Map<Path, String> stamps = new HashMap<>();
        files.forEach(file -> {
            try {
                stamps.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException e) {
                // Gone since the folder was read; the next look will see it.
                LOG.debug("{} can't be looked at: {}", file, e.getMessage());
            }
        });
        return stamps;
    }

    /** Follows no longer. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(1, TimeUnit.SECONDS);
    }
}
