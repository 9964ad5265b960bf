package dev.snowbird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Program;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that an operator unpacks: what is in it, and how it starts from any folder. */
class DistributionIT {

    private static final Map<String, String> NO_ARCHIVE = Map.of("SNOWBIRD_CACHE_DIR", "");

    @TempDir
    private Path folder;
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        Path archive = only(Path.of("target"), "snowbird-*.tar.gz");
        assertEquals(0, new ProcessBuilder("tar", "xzf", archive.toAbsolutePath().toString()).inheritIO()
                .directory(folder.toFile()).start().waitFor());
        home = only(folder, "snowbird-*");
    }

    @Test
    void holdsAllThatAnOperatorNeedsAndNothingOfTheMachineThatMadeIt() throws Exception {
        for (String file : List.of("bin/snowbird", "snowbird.jar", "lib", "lib/embedded", "licenses",
                "config/application.properties", "routes", "docs/operations.md", "LICENSE", "NOTICE", "README.md",
                "CHANGELOG.md", "testkit/run", "testkit/snowbird-testkit.jar", "examples/README.md")) {
            assertTrue(Files.exists(home.resolve(file)), file);
        }
        assertTrue(Files.isExecutable(home.resolve("bin/snowbird")));
        assertTrue(Files.isExecutable(home.resolve("testkit/run")));
        // One time for all of them, whenever the archive is made.
        assertEquals(1, files().map(DistributionIT::modified).distinct().count());
        assertTrue(Files.readString(home.resolve("NOTICE")).contains("org.apache.camel:camel-main:"));
    }

    @Test
    void hasAFolderOfItsOwnForWhatOnlyTheEmbeddedBrokersNeed() throws Exception {
        try (Stream<Path> embedded = Files.list(home.resolve("lib/embedded"));
                Stream<Path> others = Files.list(home.resolve("lib"))) {
            List<String> names = embedded.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("elasticmq-core")), names.toString());
            assertTrue(names.stream().anyMatch(name -> name.startsWith("qpid-broker-core")), names.toString());
            List<String> strays = others.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("(elasticmq|pekko|scala|qpid).*")).toList();
            assertEquals(List.of(), strays);
        }
    }

    @Test
    void startsFromAnyFolderAndThroughALinkAndTakesOptionsOfJava() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("snowbird"), home.resolve("bin/snowbird"));
        Map<String, String> environment = new TreeMap<>(NO_ARCHIVE);
        // Another collector than that of the script, which Java would refuse beside it.
        environment.put("JAVA_OPTS", "-Xmx128m -XX:+UseParallelGC -version");
        try (Program program = Program.startCommand(List.of(link.toString()), folder, environment)) {
            assertEquals(0, program.exitCode(), () -> program.error().toString());
            assertTrue(program.error().stream().anyMatch(line -> line.contains("version")), program.error().toString());
        }
        try (Program program = Program.startCommand(List.of(link.toString()), folder, NO_ARCHIVE, "--version")) {
            assertEquals(0, program.exitCode(), () -> program.error().toString());
            assertTrue(program.output().get(0).matches("snowbird \\S+ \\(commit ([0-9a-f]{12}|unknown)\\)"),
                    program.output().toString());
            assertTrue(program.output().get(2).matches("Camel [0-9.]+, .*"), program.output().toString());
        }
    }

    @Test
    void saysInOneLineWhichSettingAsksForAnEmbeddedBrokerThatWasLeftOut() throws Exception {
        leaveOutEmbedded();
        try (Program program = snowbird(NO_ARCHIVE, "--property", "rendezvous.enabled=false")) {
            assertEquals("amqp.uri is embedded, but the libraries for that are not in " + home.toRealPath()
                    + "/lib/embedded: put them back, or set amqp.uri to that of a broker, or seabird.enabled to false",
                    program.failure(1));
        }
        try (Program program = snowbird(NO_ARCHIVE, "--property", "seabird.enabled=false")) {
            String line = program.failure(1);
            assertTrue(line.startsWith("sqs.endpoint is embedded, but the libraries for that are not in "), line);
        }
    }

    @Test
    void runsWithoutTheEmbeddedBrokersAndMakesTheArchiveOfClassesAtTheFirstStartOnly() throws Exception {
        leaveOutEmbedded();
        Files.writeString(home.resolve("config/application.properties"), "sqs.endpoint=none\nseabird.enabled=false\n");
        // Both are named from the folder that it is started in.
        Path java = folder.toRealPath().relativize(Path.of(System.getProperty("java.home")).toRealPath());
        Map<String, String> environment = new TreeMap<>(Map.of("SNOWBIRD_CACHE_DIR", "cache", "JAVA_HOME",
                java.toString()));
        try (Program program = snowbird(environment)) {
            assertTrue(program.isReady(), () -> program.error().toString());
            assertTrue(program.error().get(0).startsWith("snowbird: makes cache/"), program.error().toString());
            assertEquals(1, program.error().size(), program.error().toString());
            assertEquals(200, HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                    program.listener("management", "/observe/health")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode());
            // What is only read of it is the file's, and not this process' own.
            List<String> mapped = Files.readAllLines(Path.of("/proc", String.valueOf(program.pid()), "maps"));
            assertTrue(mapped.stream().anyMatch(line -> line.matches(".* r--p .*/cache/.*\\.jsa")), mapped.toString());
        }
        Path cache = folder.resolve("cache");
        Path archive = only(cache, "*");
        // With this option Java ends when it can't use the archive.
        environment.put("JAVA_OPTS", "-Xshare:on");
        try (Program program = Program.startCommand(List.of(home.resolve("bin/snowbird").toString()), folder,
                environment, "--version")) {
            assertEquals(0, program.exitCode(), () -> program.output() + " " + program.error());
        }
        assertEquals(archive, only(cache, "*"));
    }

    @Test
    void makesAnArchiveOfClassesThatHoldsWhatOnlyRequestsLoad() throws Exception {
        Path cache = folder.resolve("cache");
        try (Program program = Program.startCommand(List.of(home.resolve("bin/snowbird").toString()), folder,
                Map.of("SNOWBIRD_CACHE_DIR", cache.toString()), "make-archive")) {
            assertEquals(0, program.exitCode(Broker.patience().multipliedBy(6)), () -> program.error().toString());
        }
        // Nobody speaks HTTP/2 before the first plugin or backend has come.
        assertEquals(0, new ProcessBuilder("grep", "-qa", "http2/DefaultHttp2FrameReader$HeadersBlockBuilder",
                only(cache, "*.jsa").toString()).start().waitFor());
    }

    /**
     * All in one go, with what an example has to be given beside the program, as its README says; and with a test that
     * fails, which must be told.
     */
    @Test
    void runsTheTestsOfAllExamplesWithoutMaven() throws Exception {
        Path own = Files.createDirectories(home.resolve("lib/own"));
        String readme = Files.readString(home.resolve("examples/no-proxies-webhook/README.md"));
        try (Stream<Path> needed = Files.list(Path.of("target/examples-lib"))) {
            for (Path jar : needed.toList()) {
                Files.copy(jar, own.resolve(jar.getFileName()));
                assertTrue(readme.contains("`" + jar.getFileName() + "`"), jar::toString);
            }
        }
        Path failing = Files.createDirectories(folder.resolve("of my own/routes")).getParent();
        Files.writeString(failing.resolve("FailingTest.java"), """
                class FailingTest {
                    @org.junit.jupiter.api.Test
                    void fails() {
                        org.junit.jupiter.api.Assertions.fail("as it should");
                    }
                }
                """);
        List<String> command = new ArrayList<>(List.of(home.resolve("testkit/run").toString(), failing.toString()));
        List<String> tests = new ArrayList<>();
        try (Stream<Path> examples = Files.list(home.resolve("examples"))) {
            for (Path example : examples.filter(Files::isDirectory).toList()) {
                command.add(example.toString());
                tests.add(only(example.resolve("src/test/java"), "*Test.java").getFileName().toString());
            }
        }
        try (Program program = Program.startCommand(command, folder, Map.of())) {
            assertEquals(1, program.exitCode(Broker.patience().multipliedBy(6)), () -> program.error().toString());
            String said = String.join("\n", program.output());
            assertTrue(said.contains(" 1 tests failed") && said.contains("as it should"), said);
            tests.forEach(test -> assertTrue(said.contains(test.replace(".java", "")), said));
        }
    }

    private Program snowbird(Map<String, String> environment, String... arguments) throws IOException {
        Program program = Program.startCommand(List.of(home.resolve("bin/snowbird").toString()), folder, environment,
                Stream.concat(Stream.of("run", "--addr", "127.0.0.1:0", "--property", "management.port=0",
                        "--property", "sqs.embedded.port=0", "--property", "seabird.bind-host=127.0.0.1:0",
                        "--disable-geoip"), Stream.of(arguments)).toArray(String[]::new));
        // The archive is made by a start before this one.
        program.awaitReady(Broker.patience().multipliedBy(3));
        return program;
    }

    private void leaveOutEmbedded() throws IOException {
        try (Stream<Path> embedded = Files.walk(home.resolve("lib/embedded"))) {
            for (Path file : embedded.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (var files = Files.newDirectoryStream(folder, glob)) {
            var iterator = files.iterator();
            Path first = iterator.next();
            assertTrue(!iterator.hasNext(), "more than one " + glob + " in " + folder);
            return first;
        }
    }
}
