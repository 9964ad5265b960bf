package dev.snowbird.testing;

import dev.snowbird.seabird.chat.BackendId;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;

/** The stream of a chat backend. */
public final class ChatBackend extends PeerStream<ChatEvent, ChatRequest> {

    /** What a backend does with a request. */
    public interface Habit extends BiConsumer<ChatBackend, ChatRequest> {
    }

    /** Does at once what it is asked. */
    public static final Habit OBEYS = (backend, request) -> backend.send(ChatEvent.newBuilder().setId(request.getId())
            .setSuccess(SuccessChatEvent.getDefaultInstance()));
    /** Never replies. */
    public static final Habit IGNORES = (backend, request) -> { };

    /** Replies to everything with the same. */
    public static Habit replies(ChatEvent.Builder event) {
        return (backend, request) -> backend.reply(request, event);
    }

    private final Habit habit;

    private ChatBackend(Channel core, int reads, Habit habit) {
        super(core, ChatIngestGrpc.getIngestEventsMethod());
        this.habit = habit;
        start(reads);
    }

    /** Opens a stream and says nothing yet. */
    public static ChatBackend silent(Channel core, Habit habit) {
        return new ChatBackend(core, Integer.MAX_VALUE, habit);
    }

    /** Opens a stream, on which it takes one request and then no more, and waits until the core lists the backend. */
    public static ChatBackend thatDoesNotRead(Channel core, String type, String id) {
        ChatBackend backend = new ChatBackend(core, 1, IGNORES);
        backend.introduce(core, type, id);
        return backend;
    }

    /** Opens a stream, says hello and waits until the core lists the backend. */
    public static ChatBackend connected(Channel core, String type, String id, Habit habit) {
        ChatBackend backend = silent(core, habit);
        backend.introduce(core, type, id);
        return backend;
    }

    private void introduce(Channel core, String type, String id) {
        hello(type, id);
        Awaitility.await().atMost(Broker.patience()).until(() -> hasEnded() || isListed(core, type, id));
        if (hasEnded()) {
            throw new AssertionError("the stream has ended: " + awaitEnd());
        }
    }

    /** Whether a core says that it has this backend. */
    public static boolean isListed(Channel core, String type, String id) {
        return SeabirdGrpc.newBlockingStub(core).listBackends(ListBackendsRequest.getDefaultInstance())
                .getBackendsList().stream()
                .anyMatch(listed -> listed.getId().equals(new BackendId(type, id).toString()));
    }

    public void hello(String type, String id) {
        send(ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder()
                .setBackendInfo(Backend.newBuilder().setType(type).setId(id))));
    }

    public void send(ChatEvent.Builder event) {
        send(event.build());
    }

    /** Sends this as the reply to a request. */
    public void reply(ChatRequest request, ChatEvent.Builder event) {
        send(event.clone().setId(request.getId()));
    }

    /** The next request, whatever was done with it. */
    public ChatRequest nextRequest() throws InterruptedException {
        return next();
    }

    @Override
    public void onMessage(ChatRequest request) {
        super.onMessage(request);
        habit.accept(this, request);
    }
}
