package dev.snowbird.cli;

import dev.snowbird.routes.ListedRoute;
import dev.snowbird.routes.RouteList;
import dev.snowbird.routes.RoutePictures;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code snowbird routes}: what the program does, and where it is written. Nothing runs for it. */
@Command(name = "routes", description = "Lists the routes: id, group, what each begins with, where it comes from.",
        footer = {"", "Examples:", "  snowbird routes", "  snowbird routes show proxy-poll",
            "  snowbird routes eject proxy-poll", "  snowbird routes diagram --svg seabird > seabird.svg"})
public final class RoutesCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions options;
    private final Where where;
    private Path folder;

    /** Tells where the operator's routes are. */
    @FunctionalInterface
    interface Where {

        /**
         * Returns the folder.
         *
         * @throws StartException when there are two
         */
        Path folder() throws StartException;
    }

    /**
     * @param options tell what placeholders in the routes stand for
     * @param where   the operator's routes are
     */
    RoutesCommand(SettingOptions options, Where where) {
        this.options = options;
        this.where = where;
    }

    /** Prints a line for each route. */
    @Override
    public Integer call() throws StartException {
        return withRoutes(list -> {
            List<List<String>> rows = new ArrayList<>();
            for (ListedRoute route : list.routes()) {
                rows.add(List.of(route.id(), route.group(), route.from(), place(route), route.description()));
            }
            aligned(rows).forEach(this::print);
            return 0;
        });
    }

    private static String place(ListedRoute route) {
        return switch (route.origin()) {
            case BUILT_IN -> "jar:" + route.file();
            case REPLACES -> route.file() + " (for the built-in)";
            case ADDS -> route.file();
        };
    }

    private static List<String> aligned(List<List<String>> rows) {
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
                line.append(("%-" + Math.max(1, width) + "s  ").formatted(row.get(i)));
            }
            return line.toString().stripTrailing();
        }).toList();
    }

    @Command(description = "Prints a route as its file has it.",
            footer = {"", "Example:", "  snowbird routes show proxy-poll"})
    private int show(@Parameters(paramLabel = "ID", description = "What routes lists first.") String id)
            throws StartException {
        return withRoutes(list -> {
            ListedRoute route = list.route(id);
            print("# " + place(route));
            spec.commandLine().getOut().print(route.text());
            return 0;
        });
    }

    @Command(description = "Copies built-in routes to ./routes, to be edited there. Never overwrites a file.",
            footer = {"", "Example:", "  snowbird routes eject proxy-poll hold-proxy"})
    private int eject(@Parameters(paramLabel = "ID", arity = "1..*", description = "What routes lists first.")
            List<String> ids) throws StartException {
        return withRoutes(list -> {
            List<ListedRoute> routes = ids.stream().distinct().map(list::route).toList();
            // All or none: who asks for three and gets one would have to find out which.
            for (ListedRoute route : routes) {
                requireFree(route);
            }
            routes.forEach(this::copy);
            return 0;
        });
    }

    private Path target(ListedRoute route) {
        return folder.resolve(Path.of(route.file()).getFileName());
    }

    private void requireFree(ListedRoute route) {
        if (route.origin() != ListedRoute.Origin.BUILT_IN) {
            throw new IllegalArgumentException("%s has the route %s already".formatted(route.file(), route.id()));
        }
        if (Files.exists(target(route))) {
            throw new IllegalArgumentException("%s is there already".formatted(target(route)));
        }
    }

    private void copy(ListedRoute route) {
        Path file = target(route);
        try {
            Files.createDirectories(file.getParent());
            // Fails, too, when it has come to be since.
            Files.writeString(file, route.fileText(), StandardOpenOption.CREATE_NEW);
            print(file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be written: " + e, e);
        }
    }

    @Command(description = "Draws which route leads where: a chart for Mermaid, or with --svg a picture.",
            footer = {"", "Examples:", "  snowbird routes diagram", "  snowbird routes diagram --svg > routes.svg"})
    private int diagram(
            @Option(names = "--svg", description = "Draws a picture that browsers show, instead of a chart.")
            boolean svg,
            @Parameters(paramLabel = "GROUP", arity = "0..*", description = "Draws these groups of routes only.")
            List<String> groups) throws StartException {
        return withRoutes(list -> {
            List<String> wanted = groups == null ? List.of() : groups;
            spec.commandLine().getOut().print(
                    svg ? RoutePictures.svg(list, wanted) : RoutePictures.mermaid(list, wanted));
            return 0;
        });
    }

    private int withRoutes(ToIntFunction<RouteList> work) throws StartException {
        folder = where.folder();
        RouteList list = RouteList.read(options.load().asMap(), folder);
        list.mistakes().forEach(this::complain);
        try {
            int code = work.applyAsInt(list);
            return list.mistakes().isEmpty() ? code : FAILED;
        } catch (IllegalArgumentException e) {
            complain("routes: " + e.getMessage());
            return FAILED;
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private void complain(String line) {
        spec.commandLine().getErr().println(line);
    }
}
