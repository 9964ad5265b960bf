package dev.snowbird.rendezvous.queue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open, instead of on standard error. */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    /** Starts to listen to a class. */
    public LogLines(Class<?> writer) {
        logger = (Logger) LoggerFactory.getLogger(writer);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    /** What was logged so far, without levels and times. */
    public List<String> all() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }
}
