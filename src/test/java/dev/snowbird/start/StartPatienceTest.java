package dev.snowbird.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

@Timeout(120)
class StartPatienceTest {

    private static final Duration SELDOM = Duration.ofHours(1);

    static List<Exception> slowness() {
        return List.of(new TimeoutException(), new IOException(new SocketTimeoutException()),
                new ExecutionException(ApiCallTimeoutException.create(6000)),
                new StartException("amqp.uri: it does not answer", new TimeoutException()));
    }

    @ParameterizedTest
    @MethodSource("slowness")
    void triesAgainWhatIsOnlySlow(Exception slow) throws Exception {
        try (StartPatience patience = new StartPatience(Duration.ofHours(1), "1h", SELDOM)) {
            int attempts = patience.waitFor("something", number -> {
                if (number < 3) {
                    throw slow;
                }
                return number;
            });
            assertEquals(3, attempts);
        }
    }

    @Test
    void goesOnWithNothingThatRefuses() {
        ConnectException refused = new ConnectException("refused");
        try (StartPatience patience = new StartPatience(Duration.ofHours(1), "1h", SELDOM)) {
            assertSame(refused, assertThrows(ConnectException.class, () -> patience.waitFor("something", number -> {
                throw refused;
            })));
        }
    }

    @Test
    void givesUpAtTheLimitEvenInTheMiddleOfAnAttempt() {
        try (StartPatience patience = new StartPatience(Duration.ofMillis(100), "100ms", SELDOM)) {
            StartException line = assertThrows(StartException.class, () -> patience.waitFor("the broker", number -> {
                new CountDownLatch(1).await();
                return number;
            }));
            assertEquals("start.timeout=100ms: the start gave up waiting for the broker", line.getMessage());
        }
        assertFalse(Thread.interrupted(), "what is done next must not be interrupted");
    }

    @Test
    void tellsWhatItWaitsForUntilItIsOver() throws Exception {
        try (LogLines lines = new LogLines(StartPatience.class)) {
            try (StartPatience patience = new StartPatience(Duration.ofHours(1), "1h", Duration.ofMillis(10))) {
                patience.waitFor("the broker queue on SQS", number -> {
                    Awaitility.await().atMost(Broker.patience()).until(() -> lines.all().size() > 1);
                    return number;
                });
            }
            assertTrue(lines.all().contains("Still starting: waits for the broker queue on SQS"));
        }
    }
}
