package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The headers by which AMQP may route an event (Seabird contract, section 13): its {@code type}; the canonical ids of
 * its channel or user and of that one's backend, prefixed with the type; and {@code command.command}. They are of any
 * length, as a backend's ids are; what AMQP can't carry is bounded where the message is formed.
 */
public final class EventHeaders {

    private final String type;
    private final Map<String, String> headers = new HashMap<>();

    private EventHeaders(Event event) {
        type = event.getInnerCase().name().toLowerCase(Locale.ROOT);
        headers.put("type", type);
    }

    /**
     * Makes the headers of an event.
     *
     * @param event an event as {@link ChatCalls} and {@link IngestRules} make it
     * @return the headers; none of a channel, user or backend if the event doesn't say where it came from
     * @throws StatusException with INVALID_ARGUMENT if it is another event, the id of which can't be read
     */
    public static Map<String, String> of(Event event) throws StatusException {
        EventHeaders made = new EventHeaders(event);
        switch (event.getInnerCase()) {
            case MESSAGE -> made.channel(event.getMessage().getSource().getChannelId());
            case PRIVATE_MESSAGE -> made.user(event.getPrivateMessage().getSource().getId());
            case MENTION -> made.channel(event.getMention().getSource().getChannelId());
            case COMMAND -> {
                made.channel(event.getCommand().getSource().getChannelId());
                made.put("command", event.getCommand().getCommand());
            }
            case ACTION -> made.channel(event.getAction().getSource().getChannelId());
            case PRIVATE_ACTION -> made.user(event.getPrivateAction().getSource().getId());
            case SEND_MESSAGE -> made.channel(event.getSendMessage().getChannelId());
            case SEND_PRIVATE_MESSAGE -> made.user(event.getSendPrivateMessage().getUserId());
            case PERFORM_ACTION -> made.channel(event.getPerformAction().getChannelId());
            case PERFORM_PRIVATE_ACTION -> made.user(event.getPerformPrivateAction().getUserId());
            case INNER_NOT_SET -> throw new IllegalArgumentException("an event without content");
        }
        return made.headers;
    }

    private void channel(String id) throws StatusException {
        place("channel_id", id);
    }

    private void user(String id) throws StatusException {
        place("user_id", id);
    }

    /** An id that core has made or read is never empty, so an empty one is one that isn't there. */
    private void place(String field, String id) throws StatusException {
        if (!id.isEmpty()) {
            FullId canonical = FullId.parse(id, field);
            put(field, canonical.toString());
            put("backend_id", canonical.backend().toString());
        }
    }

    private void put(String field, String value) {
        headers.put(type + "." + field, value);
    }
}
