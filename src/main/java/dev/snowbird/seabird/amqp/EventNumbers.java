package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.UUID;

/**
 * Numbers the events that a core publishes, so that every queue which takes all of them shows when one was lost on the
 * way: {@link EventGaps} looks. The numbers are those of one session and begin with 1; a core that restarts, or
 * connects again, is another one. The number is a property and no header, since whoever reads a message takes its
 * headers apart, for each copy.
 *
 * <p>Should bindings ever let a queue take some events only, a gap in these numbers would say nothing about it. An
 * event would then have to carry one number more for each header that can be bound to, counted among the events with
 * the same value, and a stream would look at the number that belongs to its own binding.
 */
final class EventNumbers {

    private final String core = UUID.randomUUID().toString();
    private long last;

    /** Returns the properties of the next event. Called in the order in which events are published. */
    BasicProperties next(BasicProperties properties) {
        return properties.builder().messageId(new EventNumber(core, ++last).messageId()).build();
    }
}
