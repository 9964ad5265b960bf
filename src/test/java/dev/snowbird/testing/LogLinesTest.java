package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.snowbird.log.BoundedLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLinesTest {

    @Test
    void hearsWhatIsSaidWhateverLevelAnotherTestHasLeft() {
        Logger logger = (Logger) LoggerFactory.getLogger(LogLinesTest.class);
        logger.setLevel(Level.ERROR);
        try (LogLines lines = new LogLines(LogLinesTest.class)) {
            logger.info("A node has come");

            assertEquals(List.of("A node has come"), lines.all());
        }
        assertEquals(Level.ERROR, logger.getLevel());
        logger.setLevel(null);
    }

    @Test
    void leavesOutWhatABoundedLogSaysOfAnotherTest() throws InterruptedException {
        Deque<Runnable> minute = new ArrayDeque<>();
        for (String logger : List.of("earlier", LogLinesTest.class.getName())) {
            BoundedLog earlier = new BoundedLog(logger, minute::add);
            earlier.warn("An offer was dropped");
            earlier.warn("An offer was dropped");
        }
        try (LogLines lines = new LogLines(); LogLines ofTheClass = new LogLines(LogLinesTest.class)) {
            Thread late = new Thread(() -> List.copyOf(minute).forEach(Runnable::run), BoundedLog.LATE_THREAD);
            late.start();
            late.join();
            new BoundedLog("now", minute::add).warn("A reply was dropped");

            assertEquals(List.of("WARN A reply was dropped"), lines.warnings());
            assertEquals(List.of(), ofTheClass.all());
        }
    }
}
