package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.log.RootCause;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * A port that somebody takes after it was seen to be free. Here that is another listener of the same start: two names
 * of one address hide it from the settings.
 */
class TakenPortTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // who comes too late, and the setting that the other has the port from
        "http.port, management.port",
        "management.port, sqs.embedded.port",
        "seabird.bind-host, management.port"
    })
    void endsTheStartWithOneLine(String late, String early) throws IOException {
        int port = Ports.choose();
        Map<String, String> settings = new HashMap<>(Map.of("http.port", "0", "management.port", "0",
                "sqs.embedded.port", "0", "seabird.bind-host", "127.0.0.1:0",
                "seabird.database-url", "sqlite:" + folder.resolve("tokens.db")));
        settings.put(early, String.valueOf(port));
        settings.put(late, late.equals("seabird.bind-host") ? "localhost:" + port : String.valueOf(port));
        settings.put(late.replace("port", "host"),
                late.equals("seabird.bind-host") ? "localhost:" + port : "localhost");

        StartException e = failure(StartException.class, () -> Application.start(Settings.builtIn(settings)));
        assertEquals(late + " can't listen on localhost:" + port
                + ": the port is taken or the address is not this machine's", e.getMessage());
    }

    @Test
    void isAllThatTheEmbeddedQueuesTell() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(EmbeddedSqs.HOST))) {
            assertInstanceOf(BindException.class,
                    RootCause.of(failure(Exception.class, () -> EmbeddedSqs.start(taken.getLocalPort()))));
            // Its actors log when they get round to it.
            assertFalse(LoggerFactory.getLogger("org.apache.pekko.io.TcpListener").isErrorEnabled());
            assertInstanceOf(BindException.class,
                    RootCause.of(failure(Exception.class, () -> EmbeddedAmqp.start(taken.getLocalPort()))));
        }
    }

    /** Nothing is logged beside what is thrown. */
    private static <T extends Throwable> T failure(Class<T> type, Executable start) {
        try (LogLines log = new LogLines()) {
            T failure = assertThrows(type, start);
            assertEquals(List.of(), log.warnings());
            return failure;
        }
    }

    @Test
    void aServerThatDoesNotAnswerEndsTheStartWhenItsTimeIsOver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            Settings settings = Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
                    "rendezvous.enabled", "false", "seabird.bind-host", "127.0.0.1:0",
                    "seabird.database-url", "sqlite:" + folder.resolve("tokens.db"), "start.timeout", "4s",
                    "amqp.timeout", "200ms", "amqp.uri", "amqp://u:p@127.0.0.1:" + silent.getLocalPort()));

            StartException e = assertThrows(StartException.class, () -> Application.start(settings));

            assertEquals("start.timeout=4s: the start gave up waiting for the AMQP broker", e.getMessage());
        }
    }
}
