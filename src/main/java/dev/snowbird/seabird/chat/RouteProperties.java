package dev.snowbird.seabird.chat;

/**
 * The exchange properties that the chat's routes and beans share, by the names that routes use. Each name means one
 * thing, and is of one type.
 */
public final class RouteProperties {

    /** The name of the calling user, a string. */
    public static final String SENDER = "sender";
    /** The {@code GrpcStream} that a message came on or goes to, or that is asked for. */
    public static final String STREAM = "stream";
    /** The {@code EventRound} of the streams that an event goes to, where a route runs once for all of them. */
    public static final String STREAMS = "streams";
    /** What a plugin says of the events that it wants, or else its token: a list of strings; unset for all events. */
    public static final String FILTER_TEXTS = "filterTexts";
    /** The {@link EventFilter} that those are; unset for all events. */
    public static final String FILTER = "filter";
    /** True, without a body, when a backend has closed its side of the stream. */
    public static final String HALF_CLOSED = "halfClosed";

    /** The {@code ChatEvent} that a backend has sent. */
    public static final String CHAT_EVENT = "chatEvent";
    /** The {@link ChatCall} that a backend must answer. */
    public static final String CALL = "call";
    /** The {@code PendingRequest} that it waits as. */
    public static final String PENDING = "pending";

    private RouteProperties() {
    }
}
