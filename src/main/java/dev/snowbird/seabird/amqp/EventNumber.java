package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import java.util.Optional;

/**
 * Which event of which core something is ({@link EventNumbers}). As the property {@code message-id} it reads
 * {@code core:NAME:NUMBER}.
 *
 * @param core   the session of the core that has published it
 * @param number its number there, from 1
 */
record EventNumber(String core, long number) {

    private static final String PREFIX = "core:";
    private static final char SEPARATOR = ':';
    private static final int MOST_DIGITS = 18;

    /** Reads it off an event; none for an event that no core has published. */
    static Optional<EventNumber> of(Delivery event) {
        String id = event.messageId();
        int separator = id.lastIndexOf(SEPARATOR);
        return !id.startsWith(PREFIX) || separator <= PREFIX.length() || !isNumber(id, separator + 1)
                ? Optional.empty()
                : Optional.of(new EventNumber(id.substring(PREFIX.length(), separator),
                        Long.parseLong(id, separator + 1, id.length(), 10)));
    }

    /** A loop, since this is asked of every copy of an event, and a stream costs as much as all else about it. */
    private static boolean isNumber(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > begin && text.length() - begin <= MOST_DIGITS;
    }

    /** Returns what {@link #of} reads. */
    String messageId() {
        return PREFIX + core + SEPARATOR + number;
    }
}
