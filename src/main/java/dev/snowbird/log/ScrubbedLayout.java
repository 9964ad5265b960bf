package dev.snowbird.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes log events as a pattern says or as JSON, stack traces included, and takes out what a log must not hold. It
 * works on finished texts, so that no library and no pattern gets past it.
 */
public final class ScrubbedLayout extends PatternLayout {

    private static volatile boolean unsafe;
    private static volatile boolean json;

    /** Lets everything through from now on, or nothing that a log must not hold; for the whole process. */
    public static void setUnsafe(boolean everything) {
        unsafe = everything;
    }

    /** Writes JSON from now on, or as the pattern says; for the whole process. */
    public static void setJson(boolean asJson) {
        json = asJson;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return json ? JsonLine.of(event, ScrubbedLayout::scrub) : scrub(super.doLayout(event));
    }

    private static String scrub(String text) {
        return unsafe ? text : Scrubber.scrub(text);
    }
}
