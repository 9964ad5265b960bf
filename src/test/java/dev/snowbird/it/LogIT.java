package dev.snowbird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program lets into its log. */
class LogIT {

    @TempDir
    private Path folder;

    @Test
    void addressesAreScrubbedUnlessLoggingIsUnsafe() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("leak.camel.yaml"), """
                - route:
                    id: leak
                    from:
                      uri: timer:leak
                      parameters:
                        repeatCount: 1
                        delay: 1
                      steps:
                        - log:
                            loggingLevel: WARN
                            message: "polled by 203.0.113.7:4711"
                """);

        assertEquals("polled by [scrubbed]", logged());
        assertEquals("polled by 203.0.113.7:4711", logged("--unsafe-logging"));
        assertEquals("polled by [scrubbed]\"}", logged("--log-format", "json"));
    }

    private String logged(String... arguments) throws Exception {
        try (Program program = Program.ready(folder, Map.of(), arguments)) {
            await().atMost(Broker.patience()).until(() ->
                    program.error().stream().anyMatch(line -> line.contains("polled by")));
            return program.error().stream().filter(line -> line.contains("polled by"))
                    .map(line -> line.substring(line.indexOf("polled by"))).findFirst().orElseThrow();
        }
    }
}
