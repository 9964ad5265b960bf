package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OtherLogsTest {

    private static final Set<String> SPEAKERS = Set.of("io.grpc.library", OtherLogs.class.getName());

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @BeforeEach
    void bringIn() {
        OtherLogs.bringIn();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void putBack() throws Exception {
        root.detachAppender(log);
        Thread.setDefaultUncaughtExceptionHandler(before);
        java.util.logging.LogManager.getLogManager().readConfiguration();
    }

    @Test
    void javasOwnLoggingEndsUpInTheLog() {
        java.util.logging.Logger library = java.util.logging.Logger.getLogger("io.grpc.library");

        library.log(Level.SEVERE, "peer {0}", "203.0.113.7");
        library.info("too chatty for the log");

        assertEquals(List.of("ERROR io.grpc.library peer 203.0.113.7"), lines());
    }

    @Test
    void aFailureThatEndsAThreadEndsUpInTheLog() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("203.0.113.7");
        }, "doomed");
        thread.start();
        thread.join();

        assertEquals(List.of("ERROR " + OtherLogs.class.getName() + " The thread doomed has ended"), lines());
    }

    private List<String> lines() {
        // Other tests may have left threads that say something.
        return List.copyOf(log.list).stream().filter(event -> SPEAKERS.contains(event.getLoggerName())).map(event ->
                event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage()).toList();
    }
}
