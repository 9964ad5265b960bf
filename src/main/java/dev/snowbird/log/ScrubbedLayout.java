package dev.snowbird.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes log events as a pattern says, stack traces included, and then takes out what a log must not hold. It works on
 * the finished text, so that no library and no pattern gets past it.
 */
public final class ScrubbedLayout extends PatternLayout {

    private static volatile boolean unsafe;

    /** Lets everything through from now on, or nothing that a log must not hold; for the whole process. */
    public static void setUnsafe(boolean everything) {
        unsafe = everything;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = super.doLayout(event);
        return unsafe ? text : Scrubber.scrub(text);
    }
}
