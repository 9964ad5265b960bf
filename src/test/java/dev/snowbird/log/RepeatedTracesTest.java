package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.snowbird.testing.LogLines;
import io.netty.channel.DefaultChannelPipeline;
import io.vertx.core.impl.btc.BlockedThreadChecker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedTracesTest {

    private static final IOException NO_FILES = new IOException("accept failed", new IOException("Too many open files"));

    private final RepeatedTraces filter = new RepeatedTraces(Set.of(Traceless.class.getName()));
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger library = context.getLogger(RepeatedTracesTest.class);
    private final LogLines lines = new LogLines(RepeatedTracesTest.class);

    private List<TurboFilter> usual;

    @BeforeEach
    void useOneThatHasSeenNothing() {
        usual = List.copyOf(context.getTurboFilterList());
        context.resetTurboFilterList();
        context.addTurboFilter(filter);
    }

    @AfterEach
    void useTheUsualOne() {
        RepeatedTraces.writeLinesOnly(false);
        context.resetTurboFilterList();
        usual.forEach(context::addTurboFilter);
        lines.close();
    }

    @Test
    void oneTraceIsWrittenAndThenOneLineInPlaceOfAllOthers() {
        for (int connection = 1; connection <= 500; connection++) {
            library.warn("no connection " + connection + "\nsecond line", NO_FILES);
        }

        assertEquals(List.of("no connection 1\nsecond line", "no connection 2: Too many open files"), lines.all());
    }

    @Test
    void aProcessThatStopsWritesNone() {
        RepeatedTraces.writeLinesOnly(true);
        for (int connection = 1; connection <= 500; connection++) {
            library.error("failed delivery " + connection, new IllegalStateException("stopped"));
        }

        assertEquals(List.of("failed delivery 1: stopped"), lines.all());
    }

    @Test
    void aLoggerWhoseTracesShowNothingWritesNone() {
        try (LogLines traceless = new LogLines(Traceless.class)) {
            context.getLogger(Traceless.class).warn("nobody took it", new IOException("Request cancelled"));

            assertEquals(List.of("nobody took it: Request cancelled"), traceless.all());
        }
    }

    @Test
    void aTraceOfAnotherFailureIsNoRepetition() {
        library.error("failed", NO_FILES);
        library.error("failed", new IllegalStateException());

        assertEquals(List.of("failed", "failed"), lines.all());
    }

    @Test
    void valuesOfALineStayInIt() {
        library.warn("{} of {}", 1, 2, NO_FILES);
        library.warn("{} of {}", 1, 2, NO_FILES);

        assertEquals(List.of("1 of 2", "1 of 2: Too many open files"), lines.all());
    }

    @Test
    void whatBringsNoTraceOrIsNotLoggedAnywayIsLeftAlone() {
        library.warn("a line");
        library.warn("a line");
        assertEquals(List.of("a line", "a line"), lines.all());

        assertEquals(FilterReply.NEUTRAL, filter.decide(null, library, Level.DEBUG, "x", null, NO_FILES));
        assertEquals(FilterReply.NEUTRAL, filter.decide(null, library, Level.DEBUG, "x", null, NO_FILES));
    }

    @Test
    void itIsInUseAndLeavesOutTracesOfNettysPipelinesAndOfSlowThreads() {
        assertEquals(1, usual.stream().filter(RepeatedTraces.class::isInstance).count());

        for (Class<?> writer : List.of(DefaultChannelPipeline.class, BlockedThreadChecker.class)) {
            Logger library = context.getLogger(writer.getName());
            assertEquals(FilterReply.DENY, usual.get(0).decide(null, library, Level.WARN, "of a test", null, NO_FILES));
        }
    }

    /** Logs what shows nothing but its library. */
    private static final class Traceless {
    }
}
