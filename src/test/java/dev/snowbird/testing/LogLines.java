package dev.snowbird.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import dev.snowbird.log.BoundedLog;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What is logged while this is open, from INFO up whatever level another test has left. Left out is what a bounded log
 * says a minute late, since that may be about what another test did.
 */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final Level levelBefore;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    /** Listens to all classes; what they say still comes to standard error. */
    public LogLines() {
        this((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME), true);
    }

    /** Listens to one class, whose lines come here instead of to standard error. */
    public LogLines(Class<?> writer) {
        this((Logger) LoggerFactory.getLogger(writer), false);
    }

    /** Listens to all that a logger of this name says, from DEBUG up. */
    public static LogLines debug(String logger) {
        LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(logger), false);
        lines.logger.setLevel(Level.DEBUG);
        return lines;
    }

    private LogLines(Logger logger, boolean additive) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.setAdditive(additive);
        events.addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                return event.getThreadName().equals(BoundedLog.LATE_THREAD) ? FilterReply.DENY : FilterReply.NEUTRAL;
            }
        });
        events.start();
        logger.addAppender(events);
    }

    /** What was logged so far, without levels and times. */
    public List<String> all() {
        return soFar().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** What was logged so far, from warnings up, each line with its level. */
    public List<String> warnings() {
        return soFar().stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()).toList();
    }

    /** What was logged so far of one thing, by the member that has its id. */
    public List<String> of(String member, String id) {
        return soFar().stream().filter(event -> event.getKeyValuePairs() != null && event.getKeyValuePairs().stream()
                .anyMatch(pair -> pair.key.equals(member) && pair.value.equals(id)))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The ids of one kind that lines had so far. */
    public List<String> ids(String member) {
        return soFar().stream().flatMap(event -> event.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals(member)).map(pair -> String.valueOf(pair.value)).distinct().toList();
    }

    private List<ILoggingEvent> soFar() {
        synchronized (events) {
            return List.copyOf(events.list);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(levelBefore);
    }
}
