package dev.snowbird.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Durations as settings spell them: a whole number and {@code h}, {@code m}, {@code s} or {@code ms}, or several of
 * these in this order, as Go writes {@code 1h30m0s}. Camel reads each of them the same way when a route uses the
 * setting as a placeholder; ISO 8601's PT5S it takes for zero.
 */
public final class DurationText {

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);
    // Nine digits of hours are still far from overflowing a long of milliseconds.
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern FORM =
            Pattern.compile("(?=.)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");

    private DurationText() {
    }

    /**
     * Returns the duration that the text says, longer than zero.
     *
     * @throws IllegalArgumentException when it says none
     */
    public static Duration parse(String text) {
        Duration duration = parseOrZero(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("no time at all");
        }
        return duration;
    }

    /**
     * Returns the duration that the text says, which may be zero.
     *
     * @throws IllegalArgumentException when it says none
     */
    public static Duration parseOrZero(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        return PART.matcher(text).results()
                .map(part -> Duration.of(Long.parseLong(part.group(1)), UNITS.get(part.group(2))))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
