package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.snowbird.testing.BackendCall;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.BackendInfoResponse;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.CoreInfoResponse;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** What backends are asked, and which replies count as success (Seabird contract, sections 5 and 6). */
class UnaryCallsIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    private static final String UUID_V4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final String net = Names.fresh("i d");
    private final List<BackendCall> calls = BackendCall.all(net);
    private Core core;
    private Channel caller;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        caller = core.connect("bot");
    }

    private ChatBackend backend(ChatBackend.Habit habit) throws Exception {
        return ChatBackend.connected(core.connect("chat"), BackendCall.TYPE, net, habit);
    }

    private String canonical() {
        return "t%20y://" + net.replace(" ", "%20");
    }

    @BrokersTest
    void aBackendIsAskedInItsOwnTerms() throws Exception {
        try (ChatBackend backend = backend(ChatBackend.OBEYS)) {
            for (BackendCall call : calls) {
                Calls.outcome(caller, call.request());
                ChatRequest asked = backend.nextRequest();
                assertTrue(asked.getId().matches(UUID_V4), asked.getId());
                assertEquals(call.asked(), asked.toBuilder().clearId().build());
            }
            Calls.outcome(caller, calls.get(0).request());
            Calls.outcome(caller, calls.get(0).request());
            assertNotEquals(backend.nextRequest().getId(), backend.nextRequest().getId());
        }
    }

    @BrokersTest
    void theLogTellsTheLifeOfARequestByTheIdThatTheBackendSees() throws Exception {
        try (LogLines log = LogLines.debug("request"); ChatBackend backend = backend(ChatBackend.OBEYS)) {
            Calls.outcome(caller, calls.get(0).request());

            List<String> life = log.of("request", backend.nextRequest().getId());
            assertEquals(List.of("goes to backend " + canonical() + ": send_message",
                    "is handed to the stream of its backend", "has its backend's reply: SUCCESS",
                    "ends after N ms: replied"),
                    life.stream().map(line -> line.replaceAll("after \\d+ ms", "after N ms")).toList());
        }
    }

    @BrokersTest
    void eachCallAcceptsRepliesOfItsOwnKinds() throws Exception {
        AtomicReference<ChatEvent.Builder> reply = new AtomicReference<>();
        ChatBackend.Habit habit = (backend, request) -> backend.reply(request, reply.get());
        try (ChatBackend backend = backend(habit)) {
            for (InnerCase kind : EnumSet.complementOf(
                    EnumSet.of(InnerCase.HELLO, InnerCase.INNER_NOT_SET, InnerCase.FAILED))) {
                reply.set(emptyEvent(kind));
                assertAll(calls.stream().map(call -> () -> assertEquals(
                        call.accepted().contains(kind) ? "OK" : "INTERNAL: unexpected chat event",
                        Calls.outcome(caller, call.request()), call.request() + " " + kind)));
            }
            assertFalse(backend.hasEnded());
        }
    }

    private static ChatEvent.Builder emptyEvent(InnerCase kind) {
        FieldDescriptor field = ChatEvent.getDescriptor().findFieldByNumber(kind.getNumber());
        ChatEvent.Builder event = ChatEvent.newBuilder();
        return event.setField(field, event.newBuilderForField(field).build());
    }

    @BrokersTest
    void aFailureHasTheBackendsReasonAsItIs() throws Exception {
        AtomicReference<String> reason = new AtomicReference<>();
        ChatBackend.Habit habit = (backend, request) -> backend.reply(request, ChatEvent.newBuilder()
                .setFailed(FailedChatEvent.newBuilder().setReason(reason.get())));
        try (ChatBackend backend = backend(habit)) {
            for (String why : List.of("", "no such channel: 100%", "två\nrader", " spaces ")) {
                reason.set(why);
                assertAll(calls.stream().map(call -> () -> assertEquals(why.isEmpty() ? "UNKNOWN" : "UNKNOWN: " + why,
                        Calls.outcome(caller, call.request()))));
            }
            assertFalse(backend.hasEnded());
        }
    }

    @BrokersTest
    void aBackendTellsAboutItself() throws Exception {
        Map<String, String> values = Map.of("name", "net", "empty", "");
        try (ChatBackend backend = backend(ChatBackend.replies(ChatEvent.newBuilder()
                .setMetadata(MetadataChatEvent.newBuilder().putAllValues(values))))) {
            assertEquals(BackendInfoResponse.newBuilder().putAllMetadata(values)
                            .setBackend(Backend.newBuilder().setType("t y").setId(canonical())).build(),
                    SeabirdGrpc.newBlockingStub(caller).getBackendInfo(
                            BackendInfoRequest.newBuilder().setBackendId("t y://" + net).build()));
            assertTrue(backend.nextRequest().hasMetadata());
        }
    }

    @BrokersTest
    void aReplyThatIsNewsIsToldToAllAsWell() throws Exception {
        try (ChatBackend backend = backend(ChatBackend.replies(Messages.message("by the way")));
                Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            assertEquals("INTERNAL: unexpected chat event", Calls.outcome(caller, calls.get(7).request()));
            assertEquals("by the way", plugin.next().getMessage().getText());
            assertFalse(backend.hasEnded());
        }
    }

    @BrokersTest
    void anyBackendMayReply() throws Exception {
        try (ChatBackend other = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.IGNORES);
                ChatBackend asked = backend((backend, request) -> other.reply(request, Messages.success()))) {
            assertEquals("OK", Calls.outcome(caller, calls.get(0).request()));
            assertEquals(1, asked.waiting());
        }
    }

    @BrokersTest
    void fieldsThatCoreDoesNotKnowGoNoFurther() throws Exception {
        Block block = Messages.textBlock("so").toBuilder()
                .setText(TextBlock.newBuilder().setText("so").setUnknownFields(Messages.fromTheFuture()))
                .setUnknownFields(Messages.fromTheFuture()).build();
        try (ChatBackend backend = backend(ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            Calls.outcome(caller, SendMessageRequest.newBuilder().setChannelId("t y://" + net + "/c")
                    .setRootBlock(block).setUnknownFields(Messages.fromTheFuture()).build());
            ChatEvent.Builder news = Messages.message("").setUnknownFields(Messages.fromTheFuture());
            news.getMessageBuilder().setRootBlock(block).setUnknownFields(Messages.fromTheFuture())
                    .getSourceBuilder().setUnknownFields(Messages.fromTheFuture());
            backend.send(news);

            assertEquals(SendMessageChatRequest.newBuilder().setChannelId("c").setText("so")
                            .setRootBlock(Messages.textBlock("so")).putTags("core/original-format", "blocks").build(),
                    backend.nextRequest().getSendMessage());
            Event sent = plugin.next();
            assertEquals(Messages.textBlock("so"), sent.getSendMessage().getRootBlock());
            assertEquals(Messages.message("so").getMessage().toBuilder().setRootBlock(Messages.textBlock("so"))
                            .setSource(Messages.source(canonical() + "/%23chan", canonical() + "/u")).build(),
                    plugin.next().getMessage());
        }
    }

    @BrokersTest
    void coreTellsSinceWhenItRuns() {
        CoreInfoResponse first = SeabirdGrpc.newBlockingStub(caller).getCoreInfo(CoreInfoRequest.getDefaultInstance());
        CoreInfoResponse second = SeabirdGrpc.newBlockingStub(caller).getCoreInfo(CoreInfoRequest.getDefaultInstance());

        assertEquals(first.getStartupTimestamp(), second.getStartupTimestamp());
        assertTrue(first.getStartupTimestamp() <= first.getCurrentTimestamp());
        assertTrue(first.getCurrentTimestamp() <= second.getCurrentTimestamp());
        assertTrue(first.getStartupTimestamp() > 1_500_000_000L, "seconds since 1970");
    }
}
