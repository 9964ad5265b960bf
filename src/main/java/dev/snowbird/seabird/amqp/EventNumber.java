package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import java.util.Optional;

/**
 * Which event of which core something is ({@link EventNumbers}).
 *
 * @param core   the session of the core that has published it
 * @param number its number there, from 1
 */
record EventNumber(String core, long number) {

    private static final int MOST_DIGITS = 18;

    /** Reads it off an event; none for an event that no core has published. */
    static Optional<EventNumber> of(Delivery event) {
        String core = event.headers().getOrDefault(EventNumbers.CORE, "");
        String digits = event.headers().getOrDefault(EventNumbers.NUMBER, "");
        return core.isEmpty() || !isNumber(digits) ? Optional.empty()
                : Optional.of(new EventNumber(core, Long.parseLong(digits)));
    }

    /** A loop, since this is asked of every copy of an event, and a stream costs as much as all else about it. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }
}
