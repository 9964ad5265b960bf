package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.log.BoundedLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void leavesOutWhatABoundedLogSaysOfAnotherTest() {
        CompletableFuture<Runnable> minute = new CompletableFuture<>();
        BoundedLog earlier = new BoundedLog("earlier", minute::complete);
        earlier.warn("An offer was dropped");
        earlier.warn("An offer was dropped");
        try (LogLines lines = new LogLines()) {
            // Not joined: that would do the work on this thread.
            await().until(minute.thenAcceptAsync(Runnable::run, ForkJoinPool.commonPool())::isDone);
            new BoundedLog("now").warn("A reply was dropped");

            assertEquals(List.of("WARN A reply was dropped"), lines.warnings());
        }
    }
}
