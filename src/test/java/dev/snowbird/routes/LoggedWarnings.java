package dev.snowbird.routes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What an operator sees in the log while this is open, from warnings up. */
public final class LoggedWarnings implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    /** Starts to listen to all loggers. */
    public LoggedWarnings() {
        events.start();
        root.addAppender(events);
    }

    /** Returns the lines so far, each with its level. */
    public List<String> lines() {
        List<ILoggingEvent> soFar;
        synchronized (events) {
            soFar = List.copyOf(events.list);
        }
        return soFar.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(events);
    }
}
