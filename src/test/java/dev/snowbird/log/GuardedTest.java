package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.start.DaemonThreads;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardedTest {

    @Test
    void whatIsRepeatedGoesOnAfterAFailureWhichIsLogged() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("guarded"));
        try (LogLines lines = new LogLines(GuardedTest.class)) {
            clock.scheduleAtFixedRate(Guarded.repeat(GuardedTest.class, "No sample was taken", () -> {
                rounds.countDown();
                throw new IllegalStateException("a meter is broken");
            }), 0, 1, TimeUnit.MILLISECONDS);

            assertTrue(rounds.await(Broker.patience().toSeconds(), TimeUnit.SECONDS), "it ended after its first failure");
            assertEquals("No sample was taken: a meter is broken", lines.all().get(0));
        } finally {
            clock.shutdownNow();
        }
    }
}
