package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Numbers the events that a core publishes, so that every queue which takes all of them shows when one was lost on the
 * way: {@link EventGaps} looks. The numbers are those of one session and begin with 1; a core that restarts, or
 * connects again, is another one.
 *
 * <p>Should bindings ever let a queue take some events only, a gap in these numbers would say nothing about it. An
 * event would then have to carry one number more for each header that can be bound to, counted among the events with
 * the same value, and a stream would look at the number that belongs to its own binding.
 */
final class EventNumbers {

    /** The header with the name of a core's session. */
    static final String CORE = "core";
    /** The header with the number of the event, in decimal digits: header values are strings for every broker. */
    static final String NUMBER = "number";

    private final String core = UUID.randomUUID().toString();
    private long last;

    /** Returns the properties of the next event. Called in the order in which events are published. */
    BasicProperties next(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            headers.putAll(properties.getHeaders());
        }
        headers.put(CORE, core);
        headers.put(NUMBER, String.valueOf(++last));
        return properties.builder().headers(headers).build();
    }
}
