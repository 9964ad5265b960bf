package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whoever wants to edit a route needs nothing but the program. */
class RoutesCommandTest {

    private static final Path BUILT_IN = Path.of("src/main/resources/routes");

    @TempDir
    private Path folder;
    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void listsEachRouteWithWhereItComesFrom() throws IOException {
        write("mine.camel.yaml", "proxy-poll", "platform-http:/proxy");
        write("more.camel.yaml", "hello", "platform-http:/hello");

        assertEquals(0, execute());

        List<String> lines = lines();
        assertEquals("chat-message-send seabird direct:chat-message-send"
                + " jar:routes/seabird/chat-message-send.camel.yaml"
                + " A message is told to all plugins, and only then sent to its backend.", line("chat-message-send"));
        assertTrue(line("client-over-sqs").contains(" aws2-sqs:snowflake-broker jar:"), line("client-over-sqs"));
        assertEquals("proxy-poll own platform-http:/proxy " + folder + "/mine.camel.yaml (for the built-in) Mine.",
                line("proxy-poll"));
        assertEquals("hello own platform-http:/hello " + folder + "/more.camel.yaml Mine.", line("hello"));
        try (var files = Files.walk(BUILT_IN)) {
            assertEquals(files.filter(Files::isRegularFile).count(), lines.size(), "no errors, but hello");
        }
    }

    @Test
    void listsARouteThatNamesNoIdUnderOneOfCamels() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"),
                "- from:\n    uri: direct:hello\n    steps:\n      - log: hello\n");

        assertEquals(0, execute());

        // Camel counts them for the whole process.
        String id = lines().stream().filter(line -> line.contains("mine.camel.yaml")).findFirst().orElseThrow()
                .split(" ")[0];
        assertTrue(id.matches("route\\d+"), id);
        assertEquals(id + " direct:hello " + folder + "/mine.camel.yaml", line(id));
    }

    @Test
    void tellsOfAFileThatCannotBeReadAndListsTheOthers() throws IOException {
        Files.writeString(folder.resolve("wrong.camel.yaml"), "- rute:\n    id: wrong\n");

        assertEquals(1, execute());

        assertEquals(folder + "/wrong.camel.yaml:1: there is no step or field rute; did you mean route?",
                error.toString().strip());
        assertTrue(line("proxy-poll").contains("jar:"));
    }

    @Test
    void showsARouteAsItsFileHasIt() throws IOException {
        assertEquals(0, execute("show", "page-robots"));

        List<String> lines = lines();
        assertTrue(lines.get(0).startsWith("# jar:routes/rendezvous/"), lines.get(0));
        assertEquals("- route:", lines.get(1));
        assertEquals("    id: page-robots", lines.get(2));
    }

    @Test
    void showsOnlyTheRouteThatIsAskedForOfAFileWithSeveral() throws IOException {
        String two = """
                # Two routes.
                - route:
                    id: one
                    from:
                      uri: direct:one
                      steps:
                        - stop: {}  # here
                - route:
                    id: two
                    from:
                      uri: direct:two
                      steps:
                        - log: two
                """;
        Files.writeString(folder.resolve("both.camel.yaml"), two);

        assertEquals(0, execute("show", "one"));

        assertEquals(two.lines().skip(1).limit(6).toList(), lines().subList(1, lines().size()));
    }

    @Test
    void copiesBuiltInFilesOnceAndOverwritesNothing() throws IOException {
        Path routes = folder.resolve("routes");

        assertEquals(0, executeIn(routes, "eject", "proxy-poll", "hold-proxy"));
        assertEquals(List.of(routes + "/proxy-poll.camel.yaml", routes + "/hold-proxy.camel.yaml"), lines());
        assertEquals(Files.readString(BUILT_IN.resolve("rendezvous/hold-proxy.camel.yaml")),
                Files.readString(routes.resolve("hold-proxy.camel.yaml")));

        Files.delete(routes.resolve("proxy-poll.camel.yaml"));
        String mine = "- route: {id: mine, from: {uri: 'direct:mine', steps: [{stop: {}}]}}\n";
        Files.writeString(routes.resolve("hold-proxy.camel.yaml"), mine);
        assertEquals(1, executeIn(routes, "eject", "client-poll", "hold-proxy"));
        assertEquals("routes: " + routes + "/hold-proxy.camel.yaml is there already", error.toString().strip());
        assertEquals(mine, Files.readString(routes.resolve("hold-proxy.camel.yaml")));
        assertFalse(Files.exists(routes.resolve("client-poll.camel.yaml")), "all or none");
    }

    @Test
    void copiesNoRouteThatAnotherFileHas() throws IOException {
        write("mine.camel.yaml", "proxy-poll", "platform-http:/proxy");

        assertEquals(1, execute("eject", "proxy-poll"));

        assertEquals("routes: " + folder + "/mine.camel.yaml has the route proxy-poll already",
                error.toString().strip());
    }

    @Test
    void knowsWhichRouteOrGroupWasMeant() {
        assertEquals(1, execute("show", "proxy-pol"));
        assertEquals(1, execute("diagram", "seebird"));

        assertEquals(List.of("routes: there is no route proxy-pol; did you mean proxy-poll?",
                "routes: there is no group seebird; did you mean seabird?"), error.toString().lines().toList());
    }

    @Test
    void drawsThePicturesOfTheDocuments() throws IOException {
        for (String group : List.of("rendezvous", "seabird")) {
            output.getBuffer().setLength(0);
            assertEquals(0, execute("diagram", "--svg", group));
            assertEquals(Files.readString(Path.of("docs", "routes-" + group + ".svg")), output.toString(),
                    "to be drawn again: snowbird routes diagram --svg %1$s > docs/routes-%1$s.svg".formatted(group));
        }
    }

    private void write(String file, String id, String from) throws IOException {
        Files.writeString(folder.resolve(file), """
                - route:
                    id: %s
                    group: own
                    description: Mine.
                    from:
                      uri: %s
                      steps:
                        - stop: {}
                """.formatted(id, from));
    }

    private int execute(String... arguments) {
        return executeIn(folder, arguments);
    }

    private int executeIn(Path routes, String... arguments) {
        return new CommandLine(new RoutesCommand(new SettingOptions(), () -> routes))
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(arguments);
    }

    private List<String> lines() {
        return output.toString().lines().toList();
    }

    /** Returns the line of a route, with one space between its columns. */
    private String line(String id) {
        return lines().stream().filter(line -> line.startsWith(id + " ")).findFirst().orElseThrow()
                .replaceAll(" +", " ");
    }
}
