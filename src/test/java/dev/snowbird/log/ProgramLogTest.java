package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgramLogTest {

    private static final String OTHER = "logback.configurationFile";

    private final LoggerContext log = new LoggerContext();

    @AfterEach
    void forgetTheOther() {
        System.clearProperty(OTHER);
        log.stop();
    }

    @Test
    void isWhatLogbackFindsByItself() {
        LoggerContext ours = (LoggerContext) LoggerFactory.getILoggerFactory();

        assertInstanceOf(RepeatedTraces.class, ours.getTurboFilterList().get(0));
        assertEquals(Level.ERROR, ours.getLogger("org.apache.qpid").getLevel());
    }

    @Test
    void writesAllToStandardErrorAndScrubbed() {
        new ProgramLog().configure(log);

        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        log.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appenders::add);
        assertEquals(1, appenders.size());
        ConsoleAppender<?> appender = assertInstanceOf(ConsoleAppender.class, appenders.get(0));
        assertEquals("System.err", appender.getTarget());
        assertInstanceOf(ScrubbedLayout.class, ((LayoutWrappingEncoder<?>) appender.getEncoder()).getLayout());
    }

    @Test
    void leavesItToAnotherConfigurationWhereOneIsNamed() {
        System.setProperty(OTHER, "own.xml");

        assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, new ProgramLog().configure(log));
        assertFalse(log.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().hasNext());
    }
}
