package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.Event;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;

/** What a backend may send on its stream, and what follows from it (Seabird contract, section 9). */
public final class IngestRules {

    private final IngestedEvents events;

    /** @param limit how long a text may become */
    public IngestRules(SizeLimit limit) {
        events = new IngestedEvents(new Blocks(limit));
    }

    /**
     * Reads the first event of a stream, with which a backend says its name.
     *
     * @param first the event
     * @return the backend's name
     * @throws StatusException with INVALID_ARGUMENT if it is not a complete hello, or the name is not
     *     {@linkplain BackendId#isConnectable() connectable}
     */
    public BackendId hello(ChatEvent first) throws StatusException {
        if (first.getInnerCase() == ChatEvent.InnerCase.INNER_NOT_SET) {
            throw invalid("missing hello message inner");
        }
        if (!first.hasHello()) {
            throw invalid("hello message inner is wrong type");
        }
        if (!first.getHello().hasBackendInfo()) {
            throw invalid("missing backend_info inner");
        }
        Backend backend = first.getHello().getBackendInfo();
        BackendId id = new BackendId(backend.getType(), backend.getId());
        if (!id.isConnectable()) {
            throw invalid("backend id too long");
        }
        return id;
    }

    /**
     * Takes a later event: keeps track of the backend's channels, and makes what all plugins are told.
     *
     * <p>An event with an id is a reply as well, which the caller passes on first, even if it is then refused here; but
     * not one without content, which answers nothing.
     *
     * @param backend whose stream it came on
     * @param event   the event
     * @return what to broadcast, if anything
     * @throws StatusException what to end the stream with: INVALID_ARGUMENT for another hello, INTERNAL for an event
     *     without content, what {@link Blocks#normalise} throws, or RESOURCE_EXHAUSTED for too many channels
     */
    public Optional<Event> eventOf(ConnectedBackend backend, ChatEvent event) throws StatusException {
        return switch (event.getInnerCase()) {
            case MESSAGE, PRIVATE_MESSAGE, MENTION, COMMAND, ACTION, PRIVATE_ACTION ->
                    Optional.of(events.prepare(backend.id(), event));
            case JOIN_CHANNEL -> {
                backend.join(event.getJoinChannel());
                yield Optional.empty();
            }
            case LEAVE_CHANNEL -> {
                backend.leave(event.getLeaveChannel().getChannelId());
                yield Optional.empty();
            }
            case CHANGE_CHANNEL -> {
                backend.change(event.getChangeChannel());
                yield Optional.empty();
            }
            case SUCCESS, FAILED, METADATA -> Optional.empty();
            case HELLO -> throw invalid("unexpected chat event type");
            case INNER_NOT_SET -> throw Status.INTERNAL.withDescription("missing inner event").asException();
        };
    }

    /** Returns what ends a stream on which the backend closed its side before it said hello. */
    public StatusException endedBeforeHello() {
        return invalid("missing hello message");
    }

    /** Returns what ends a stream on which the backend closed its side later. */
    public StatusException endedAfterHello() {
        return Status.INTERNAL.withDescription("chat event stream ended").asException();
    }

    private static StatusException invalid(String reason) {
        return Status.INVALID_ARGUMENT.withDescription(reason).asException();
    }
}
