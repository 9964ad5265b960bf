package dev.snowbird.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Bounds the stack traces that libraries log again and again, as they do for each connection when there are no files
 * left to open: of one logger and one kind of failure only one a minute is written as it is. The others become lines of
 * {@link BoundedLog}.
 *
 * <p>Loggers whose traces show nothing but their library are named in {@code logback.xml}, and all they get is a line.
 *
 * <p>A filter of the whole log, named in {@code logback.xml}, for there it can act before anything is written.
 */
public final class RepeatedTraces extends TurboFilter {

    /** More kinds at once than any fault has; beyond that the oldest are written anew. */
    private static final int MAX_KINDS = 1000;

    private static volatile boolean lines;

    private final Set<String> withoutTraces = ConcurrentHashMap.newKeySet();
    private final Cache<String, Boolean> written =
            Caffeine.newBuilder().maximumSize(MAX_KINDS).expireAfterWrite(Duration.ofMinutes(1)).build();
    private final ConcurrentMap<String, BoundedLog> instead = new ConcurrentHashMap<>();

    /**
     * Has no more traces written at all, for the whole process: when it stops, whatever fails does so because of that.
     *
     * @param only whether all are to be lines
     */
    public static void writeLinesOnly(boolean only) {
        lines = only;
    }

    /**
     * Has a logger write a line in place of every trace; logback calls it.
     *
     * @param logger its whole name
     */
    public void addWithoutTraces(String logger) {
        withoutTraces.add(logger);
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] values,
            Throwable given) {
        Throwable failure = given == null ? MessageFormatter.getThrowableCandidate(values) : given;
        if (failure == null || !level.isGreaterOrEqual(Level.WARN) || !logger.isEnabledFor(level)) {
            return FilterReply.NEUTRAL;
        }
        String kind = logger.getName() + ' ' + failure.getClass().getName();
        boolean traces = !lines && !withoutTraces.contains(logger.getName());
        if (traces && written.asMap().putIfAbsent(kind, true) == null) {
            return FilterReply.NEUTRAL;
        }
        instead.computeIfAbsent(logger.getName(), BoundedLog::new)
                .warn("{}: {}", firstLine(MessageFormatter.basicArrayFormat(format, values)), RootCause.line(failure));
        return FilterReply.DENY;
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
