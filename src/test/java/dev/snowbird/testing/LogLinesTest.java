package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.log.BoundedLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void leavesOutWhatABoundedLogSaysOfAnotherTest() throws InterruptedException {
        Deque<Runnable> minute = new ArrayDeque<>();
        BoundedLog earlier = new BoundedLog("earlier", minute::add);
        earlier.warn("An offer was dropped");
        earlier.warn("An offer was dropped");
        try (LogLines lines = new LogLines()) {
            Thread late = new Thread(minute.remove(), BoundedLog.LATE_THREAD);
            late.start();
            late.join();
            new BoundedLog("now", minute::add).warn("A reply was dropped");

            assertEquals(List.of("WARN A reply was dropped"), lines.warnings());
        }
    }
}
