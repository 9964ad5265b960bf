package dev.snowbird;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as settings spell them: a whole number and {@code ms}, {@code s}, {@code m} or {@code h}. Camel reads
 * each of these the same way when a route uses the setting as a placeholder; ISO 8601's PT5S it takes for zero.
 */
public final class DurationText {

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);
    // Nine digits of hours are still far from overflowing a long of milliseconds.
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private DurationText() {
    }

    /**
     * Returns the duration that the text says, longer than zero.
     *
     * @throws IllegalArgumentException when it says none
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        Duration duration = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        if (duration.isZero()) {
            throw new IllegalArgumentException("no time at all");
        }
        return duration;
    }
}
