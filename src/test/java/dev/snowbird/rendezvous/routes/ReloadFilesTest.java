package dev.snowbird.rendezvous.routes;

import static org.awaitility.Awaitility.await;

import dev.snowbird.testing.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running broker takes what changes in its files, without being told. */
class ReloadFilesTest {

    private static final String POLL =
            "{\"Sid\":\"the-sid\",\"Version\":\"1.3\",\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";

    @TempDir
    private Path directory;

    @Test
    void aChangedFileCountsForTheNextAnswer() throws Exception {
        Path file = Files.writeString(directory.resolve("intervals.json"), "{\"restricted_poll_interval\": 500000}");
        try (Broker broker = Broker.overHttp(Map.of("rendezvous.poll-interval-filepath", file.toString(),
                "rendezvous.reload-interval", "50ms", "rendezvous.proxy-timeout", "10ms"))) {
            awaitNextPoll(broker, 4);

            Files.writeString(file, "{\"restricted_poll_interval\": 900000}");
            awaitNextPoll(broker, 8);
        }
    }

    private static void awaitNextPoll(Broker broker, int hundredThousands) {
        await().atMost(Broker.patience()).until(() -> Broker.get(broker.post("/proxy", POLL)).body()
                .matches(".*\"NextPoll\":" + hundredThousands + "\\d{5},.*"));
    }
}
