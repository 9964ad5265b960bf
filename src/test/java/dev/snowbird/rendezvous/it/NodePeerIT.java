package dev.snowbird.rendezvous.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.net.Listener;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * A plugin and a backend in another language, with a gRPC library that is not Java's and nothing but the .proto files.
 *
 * <p>Where node, npm or npm's registry can't be had, this is skipped and says so.
 */
class NodePeerIT {

    private static final Path SOURCE = Path.of("src", "test", "js");
    private static final Path COPY = Path.of("target", "node-peer");
    private static final long INSTALL_SECONDS = 120;

    private static final int TIME_UP = -1;
    private static final Pattern NO_REGISTRY =
            Pattern.compile("\\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E\\w*TIMEDOUT|ENETUNREACH|E5\\d\\d|E403)\\b");

    @BeforeAll
    static void install() throws Exception {
        if (!isInstalled("node") || !isInstalled("npm")) {
            skip("node and npm are not both installed");
        }
        Files.createDirectories(COPY);
        for (String name : List.of("package.json", "package-lock.json", "peer.js")) {
            Files.write(COPY.resolve(name), Files.readAllBytes(SOURCE.resolve(name)));
        }
        Path log = COPY.resolve("npm.txt");
        int exitCode = run(INSTALL_SECONDS, log, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                "--fetch-retries=1");
        if (exitCode == TIME_UP || NO_REGISTRY.matcher(Files.readString(log)).find()) {
            skip("npm's registry can't be reached: see " + log);
        }
        assertEquals(0, exitCode, () -> "npm can't install gRPC: see " + log);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(folder ->
                Files.isExecutable(Path.of(folder, program)));
    }

    private static void skip(String reason) {
        System.err.println("WARN  The client in JavaScript does not run: " + reason);
        Assumptions.abort(reason);
    }

    @BrokersTest
    void aPluginAndABackendInJavaScriptMeet(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri()); Tokens tokens = Tokens.open(core.database())) {
            Listener seabird = core.listener("seabird");
            Path output = COPY.resolve("output.txt");

            int exitCode = run(Broker.patience().toSeconds(), output, "node", "peer.js",
                    seabird.host() + ":" + seabird.port(), tokens.add("node"),
                    Path.of("src", "main", "proto").toAbsolutePath().toString());

            assertEquals("ok\n", Files.readString(output));
            assertEquals(0, exitCode);
        }
    }

    /** Returns the exit code, or {@link #TIME_UP}. */
    private static int run(long seconds, Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(COPY.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : TIME_UP;
        } finally {
            process.destroyForcibly();
        }
    }
}
