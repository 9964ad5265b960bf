package dev.snowbird.log;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log for lines that a peer can cause as often as it likes. Of each kind it writes one a minute: the first at once,
 * and after a minute the last, with the number of those that it left out. After a minute without any the next is
 * written at once again.
 *
 * <p>A kind is a format, so formats must be constants: what differs from line to line belongs into the values. There
 * are no stack traces; a failure is told in a sentence.
 *
 * <p>It is a field of the object that knows of all such lines (not a static one, since it remembers), and is used by
 * any thread: {@code log.warn("A reply was dropped: request {} is unknown", id)}.
 */
public final class BoundedLog {

    /** The name of the threads that write what was held back. */
    public static final String LATE_THREAD = "log-after-a-minute";

    private static final String HELD_BACK = " ({} more of these within a minute)";

    private final Logger log;
    private final Executor afterAMinute;
    private final ConcurrentMap<String, Kind> kinds = new ConcurrentHashMap<>();

    /**
     * @param writer the class in whose name the lines are written
     */
    public BoundedLog(Class<?> writer) {
        this(writer.getName());
    }

    /**
     * @param logger the logger to which the lines go
     */
    public BoundedLog(String logger) {
        this(logger, CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES, BoundedLog::onThread));
    }

    /**
     * @param logger       the logger to which the lines go
     * @param afterAMinute runs a task when a minute has passed
     */
    public BoundedLog(String logger, Executor afterAMinute) {
        this.log = LoggerFactory.getLogger(logger);
        this.afterAMinute = afterAMinute;
    }

    /** What writes may block, and so is on no thread that others wait for. */
    private static void onThread(Runnable work) {
        Thread thread = new Thread(work, LATE_THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Writes a line of the level INFO, or counts it.
     *
     * @param format the line, with a {@code {}} for each value; one of a limited number
     * @param values what fits a log; the last ones are kept for up to a minute
     */
    public void info(String format, Object... values) {
        say(Level.INFO, format, values);
    }

    /** Does the same with the level WARN. */
    public void warn(String format, Object... values) {
        say(Level.WARN, format, values);
    }

    /** Does the same with the level ERROR. */
    public void error(String format, Object... values) {
        say(Level.ERROR, format, values);
    }

    private void say(Level level, String format, Object[] values) {
        kinds.computeIfAbsent(format, unknown -> new Kind(level, format)).say(values);
    }

    /** All lines of one format. */
    private final class Kind {

        private final Level level;
        private final String format;
        private boolean spoken;
        private long heldBack;
        private Object[] last;

        Kind(Level level, String format) {
            this.level = level;
            this.format = format;
        }

        void say(Object[] values) {
            if (isFirst(values)) {
                log.atLevel(level).log(format, values);
                afterAMinute.execute(this::sumUp);
            }
        }

        private synchronized boolean isFirst(Object[] values) {
            if (spoken) {
                heldBack++;
                last = values;
            }
            boolean first = !spoken;
            spoken = true;
            return first;
        }

        private void sumUp() {
            long others;
            Object[] values;
            synchronized (this) {
                if (heldBack == 0) {
                    spoken = false;
                    return;
                }
                others = heldBack - 1;
                values = last;
                heldBack = 0;
                last = null;
            }
            write(values, others);
            afterAMinute.execute(this::sumUp);
        }

        private void write(Object[] values, long others) {
            if (others == 0) {
                log.atLevel(level).log(format, values);
                return;
            }
            Object[] counted = Arrays.copyOf(values, values.length + 1);
            counted[values.length] = others;
            log.atLevel(level).log(format + HELD_BACK, counted);
        }
    }
}
