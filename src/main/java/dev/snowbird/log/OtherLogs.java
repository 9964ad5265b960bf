package dev.snowbird.log;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Brings what is said past the log into it: what Java's own logging gets, and failures that end a thread. */
public final class OtherLogs {

    private OtherLogs() {
    }

    /** Does so from now on, for the whole process. */
    public static void bringIn() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new ToLog());
        Logger log = LoggerFactory.getLogger(OtherLogs.class);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                log.error("The thread {} has ended", thread.getName(), failure));
    }

    private static final class ToLog extends Handler {

        ToLog() {
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord line) {
            String name = line.getLoggerName() == null ? "java.util.logging" : line.getLoggerName();
            LoggerFactory.getLogger(name).atLevel(level(line.getLevel().intValue()))
                    .setCause(line.getThrown()).log(getFormatter().formatMessage(line));
        }

        private static Level level(int level) {
            if (level >= java.util.logging.Level.SEVERE.intValue()) {
                return Level.ERROR;
            }
            if (level >= java.util.logging.Level.WARNING.intValue()) {
                return Level.WARN;
            }
            return level >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
        }

        @Override
        public void flush() {
            // The log flushes itself.
        }

        @Override
        public void close() {
            // The log outlives this.
        }
    }
}
