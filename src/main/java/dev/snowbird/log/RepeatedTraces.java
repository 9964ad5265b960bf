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
 * <p>A filter of the whole log, for there it can act before anything is written.
 */
public final class RepeatedTraces extends TurboFilter {

    /** More kinds at once than any fault has; beyond that the oldest are written anew. */
    private static final int MAX_KINDS = 1000;

    private static volatile boolean lines;

    private final Set<String> withoutTraces;
    private final Cache<String, Boolean> written =
            Caffeine.newBuilder().maximumSize(MAX_KINDS).expireAfterWrite(Duration.ofMinutes(1)).build();
    private final ConcurrentMap<String, BoundedLog> instead = new ConcurrentHashMap<>();

    /**
     * Makes the filter.
     *
     * @param withoutTraces whole names of loggers whose traces show nothing but their library: all they get is a line
     */
    public RepeatedTraces(Set<String> withoutTraces) {
        this.withoutTraces = Set.copyOf(withoutTraces);
    }

    /**
     * Has no more traces written at all, for the whole process: when it stops, whatever fails does so because of that.
     *
     * @param only whether all are to be lines
     */
    public static void writeLinesOnly(boolean only) {
        lines = only;
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
