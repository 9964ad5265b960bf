package dev.snowbird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Program;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program as an operator sees it: its output, its exit codes, its folder. */
class ProgramIT {

    private static final Map<String, String> NO_ENVIRONMENT = Map.of();
    @TempDir
    private Path folder;

    @Test
    void saysWhereItListensAndWhichQueueClientsNeedAndThenThatItIsReady() throws Exception {
        try (Program program = Program.ready(folder, NO_ENVIRONMENT)) {
            List<String> lines = program.output();
            assertEquals(List.of("http", "management", "sqs"), lines.stream().limit(3)
                    .map(line -> line.split(" ")[1]).toList());
            assertTrue(lines.stream().limit(3).allMatch(line -> line.matches("listening \\w+ 127\\.0\\.0\\.1:\\d+")));
            assertEquals(program.listener("sqs", "/000000000000/snowflake-broker").toString(), lines.get(3));
            assertEquals("ready", lines.get(4));
            assertEquals(5, lines.size());
            assertEquals(List.of(), program.error());
        }
    }

    @Test
    void warnsOfWhatIsNoSettingAndSaysWhatWasProbablyMeant() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "http.port=1\n");
        try (Program program = Program.ready(folder, NO_ENVIRONMENT, "--property", "seabrid.enabled=false")) {
            assertTrue(program.error().get(0).endsWith(" WARN  LogSettings: application.properties is not read;"
                    + " settings are read from config/application.properties"), program.error().toString());
            assertTrue(program.error().get(1).endsWith(" WARN  LogSettings: seabrid.enabled (command line) is not a"
                    + " setting; did you mean seabird.enabled?"), program.error().toString());
        }
    }

    @Test
    void showsItsHealthAndMetricsOnTheManagementPortOnly() throws Exception {
        try (Program program = Program.ready(folder, NO_ENVIRONMENT)) {
            HttpResponse<String> health = Http.get(program.listener("management", "/observe/health"));
            assertEquals(200, health.statusCode());
            assertTrue(health.body().contains("UP"), health.body());
            HttpResponse<String> metrics = Http.get(program.listener("management", "/observe/metrics"));
            assertTrue(metrics.body().contains("snowbird_sqs_calls_total{operation=\"CreateQueue\"}"), metrics.body());
            HttpResponse<String> outside = Http.get(program.listener("http", "/observe/metrics"));
            assertEquals(404, outside.statusCode());
            assertEquals("404 page not found\n", outside.body());
        }
    }

    @Test
    void findsTheRoutesInFoldersOfItsJar() throws Exception {
        try (Program program = Program.ready(folder, NO_ENVIRONMENT)) {
            assertEquals("User-agent: *\nDisallow: /\n", Http.get(program.listener("http", "/robots.txt")).body());
        }
    }

    @Test
    void addsRoutesOfTheFolderAndLetsThemReplaceBuiltInOnes() throws Exception {
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: hello
                    from:
                      uri: platform-http:/hello
                      steps:
                        - setBody:
                            constant: added
                - route:
                    id: proxy-poll
                    from:
                      uri: platform-http:/proxy
                      steps:
                        - setBody:
                            constant: replaced
                """);
        try (Program program = Program.ready(folder, NO_ENVIRONMENT)) {
            assertEquals("added", Http.get(program.listener("http", "/hello")).body());
            assertEquals("replaced", Http.get(program.listener("http", "/proxy")).body());
        }
    }

    @Test
    void takesSettingsFromTheFileTheEnvironmentAndTheCommandLineInThisOrder() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                rendezvous.broker-sqs-name=from-the-file
                sqs.endpoint=embedded
                """);
        try (Program program = Program.ready(folder, NO_ENVIRONMENT)) {
            assertTrue(program.output().get(3).endsWith("/from-the-file"), program.output().toString());
        }
        Map<String, String> environment = Map.of("RENDEZVOUS_BROKER_SQS_NAME", "from-the-environment");
        try (Program program = Program.ready(folder, environment)) {
            assertTrue(program.output().get(3).endsWith("/from-the-environment"), program.output().toString());
        }
        try (Program program = Program.ready(folder, environment, "-broker-sqs-name", "from-the-flag")) {
            assertTrue(program.output().get(3).endsWith("/from-the-flag"), program.output().toString());
        }
    }

    @Test
    void stopsTheStartWithOneLineForAMistakeInTheFile() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), "http.prot=1\n");
        assertFails(1, "http.prot");
    }

    @ParameterizedTest
    @CsvSource({"http.port", "management.port", "sqs.embedded.port"})
    void stopsTheStartWithOneLineForATakenPort(String setting) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertFails(1, setting, "--property", setting + "=" + taken.getLocalPort());
        }
    }

    @Test
    void stopsTheStartWithOneLineWhenSqsCannotBeReached() throws Exception {
        assertFails(1, "rendezvous.broker-sqs-name", "--property", "sqs.endpoint=http://127.0.0.1:1",
                "--broker-sqs-name", "q", "--broker-sqs-region", "r");
    }

    private void assertFails(int code, String named, String... arguments) throws Exception {
        Map<String, String> keys = Map.of("AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y");
        try (Program program = Program.ready(folder, keys, arguments)) {
            String line = program.failure(code);
            assertTrue(line.contains(named), line);
        }
    }

    @Test
    void playsTheDemoOfBothHalves() throws Exception {
        try (Program demo = Program.start(folder, NO_ENVIRONMENT, "demo")) {
            assertEquals(0, demo.exitCode(Broker.patience().multipliedBy(3)), () -> demo.output() + "\n" + demo.error());
            assertTrue(demo.output().size() < 30);
            assertEquals(2, demo.output().stream().filter(line -> line.endsWith("  done")).count());
            assertTrue(demo.output().stream().allMatch(line -> line.matches(" *\\d+\\.\\d\\d s  \\w+ +.+")));
        }
    }
}
