package dev.snowbird.settings;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.snowbird.log.ScrubbedLayout;
import org.slf4j.LoggerFactory;

/** The settings of the log, applied to the whole process. */
public final class LogSettings {

    private static final String LEVEL = "log.level";
    private static final String NAMED = LEVEL + ".";

    private LogSettings() {
    }

    /**
     * Lets as much be logged as the settings say, and then tells what of the settings counts for nothing.
     *
     * @param settings {@code log.*}
     */
    public static void apply(Settings settings) {
        ScrubbedLayout.setJson(settings.text("log.format").equalsIgnoreCase("json"));
        ScrubbedLayout.setUnsafe(settings.flag("log.unsafe"));
        LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
        Level level = Level.toLevel(settings.text(LEVEL));
        // Libraries have levels of their own, which let less through than ours; unless ours lets even less.
        log.getLoggerList().stream().filter(logger -> logger.getLevel() != null)
                .filter(logger -> isRoot(logger) || level.isGreaterOrEqual(logger.getLevel()))
                .forEach(logger -> logger.setLevel(level));
        settings.asMap().keySet().stream().filter(key -> key.startsWith(NAMED)).forEach(key ->
                log.getLogger(key.substring(NAMED.length())).setLevel(Level.toLevel(settings.text(key))));
        settings.warnings().forEach(LoggerFactory.getLogger(LogSettings.class)::warn);
    }

    private static boolean isRoot(Logger logger) {
        return logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
