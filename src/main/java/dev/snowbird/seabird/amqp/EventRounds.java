package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The rounds of the latest events, by the numbers that their cores gave them. */
final class EventRounds {

    private static final int MOST = 64;
    /** So much of the events of earlier rounds may be held. */
    private static final long MOST_BYTES = 4 * 1024 * 1024;

    private final Map<EventNumber, Round> rounds = new HashMap<>();
    private final Queue<EventNumber> order = new ArrayDeque<>();
    private long bytes;

    private record Round(EventRound streams, byte[] event) {

        boolean isOf(Delivery copy) {
            return event == copy.body() || Arrays.equals(event, copy.body());
        }
    }

    /**
     * Joins the round of an event, if it is known what comes of that. A copy that comes while the route runs, or long
     * after the others, begins a round of its own.
     *
     * @param event  came for a stream
     * @param stream that stream
     * @return a round that has just begun, whose route is to be run; none when the stream has what came of another
     */
    Optional<EventRound> begin(Delivery event, Object stream) {
        EventRound round = new EventRound(stream);
        boolean joined = EventNumber.of(event).flatMap(number -> keep(number, round, event))
                .filter(before -> before.isOf(event) && before.streams().join(stream)).isPresent();
        return joined ? Optional.empty() : Optional.of(round);
    }

    /** Returns the round that is there already, or keeps the new one. */
    private synchronized Optional<Round> keep(EventNumber number, EventRound round, Delivery event) {
        Round before = rounds.putIfAbsent(number, new Round(round, event.body()));
        if (before != null) {
            return Optional.of(before);
        }
        order.add(number);
        bytes += event.body().length;
        while (order.size() > 1 && (order.size() > MOST || bytes > MOST_BYTES)) {
            bytes -= rounds.remove(order.remove()).event().length;
        }
        return Optional.empty();
    }
}
