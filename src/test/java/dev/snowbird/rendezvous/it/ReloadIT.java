package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Program;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program reads its files again on SIGHUP (Snowflake contract, section 25, item 19). */
@DisabledOnOs(OS.WINDOWS)
class ReloadIT {

    @TempDir
    private Path folder;

    @Test
    void sighupBringsNewPollIntervalsAndABadFileChangesNothing() throws Exception {
        Path file = folder.resolve("intervals.json");
        Files.writeString(file, "{\"restricted_poll_interval\": 500000}");
        try (Program program = Program.ready(folder, Map.of(), "--poll-interval-filepath", file.toString(),
                "--property", "rendezvous.reload-interval=1h", "--property", "rendezvous.proxy-timeout=1s",
                "--property", "rendezvous.polls-per-interval=0")) {
            assumeFalse(logged(program, "SIGHUP does nothing"), "these tests were started to ignore SIGHUP");
            assertEquals(4, nextPoll(program));

            Files.writeString(file, "{\"strict_poll_interval\": 900000}");
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> logged(program, "Loaded strict poll interval: 900000 ms"));
            assertEquals(8, nextPoll(program));

            Files.writeString(file, "{");
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> logged(program, "failed to load poll interval from file: "));
            assertEquals(8, nextPoll(program));
            assertTrue(program.error().stream().noneMatch(line -> line.contains("\tat ")), program.error().toString());
        }
    }

    private static void hangUp(Program program) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-HUP", String.valueOf(program.pid())).start().waitFor());
    }

    private static boolean logged(Program program, String text) {
        return program.error().stream().anyMatch(line -> line.contains(text));
    }

    /** Returns the next poll in hundreds of seconds, so that what has passed of it does not matter. */
    private static int nextPoll(Program program) throws Exception {
        String poll = "{\"Sid\":\"the-sid\",\"Version\":\"1.3\",\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";
        String answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(program.listener("http", "/proxy"))
                .POST(HttpRequest.BodyPublishers.ofString(poll)).build(), BodyHandlers.ofString()).body();
        return (int) Broker.json(answer).get("NextPoll") / 100_000;
    }
}
