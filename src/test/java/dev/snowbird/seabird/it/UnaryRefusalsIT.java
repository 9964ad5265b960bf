package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.BoldBlock;
import io.coded.seabird.common.LinkBlock;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Calls that are refused before any backend is asked (Seabird contract, sections 1, 3, 4 and 6). */
class UnaryRefusalsIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    private static final List<String> UNREADABLE_BACKENDS = List.of("", "irc", "irc:/net", "%ff://net", "irc://%C3");
    private static final List<String> UNREADABLE = List.of("", "irc://net", "net/x", "irc://net/%ff", "%ff://net/x");

    /** The calls that carry a text, for an id and a root block. */
    private static final List<BiFunction<String, Block, Message>> TEXTS = List.of(
            (id, root) -> SendMessageRequest.newBuilder().setChannelId(id).setRootBlock(root).build(),
            (id, root) -> PerformActionRequest.newBuilder().setChannelId(id).setRootBlock(root).build(),
            (id, root) -> SendPrivateMessageRequest.newBuilder().setUserId(id).setRootBlock(root).build(),
            (id, root) -> PerformPrivateActionRequest.newBuilder().setUserId(id).setRootBlock(root).build());

    private static final List<Row> ROWS = List.of(
            new Row("channel_id", "unknown backend", id -> TEXTS.get(0).apply(id, Messages.textBlock("x"))),
            new Row("channel_id", "unknown backend", id -> TEXTS.get(1).apply(id, Messages.textBlock("x"))),
            new Row("user_id", "unknown backend", id -> TEXTS.get(2).apply(id, Messages.textBlock("x"))),
            new Row("user_id", "unknown backend", id -> TEXTS.get(3).apply(id, Messages.textBlock("x"))),
            new Row("backend_id", "unknown backend",
                    id -> JoinChannelRequest.newBuilder().setBackendId(id).build()),
            new Row("channel_id", "unknown backend", id -> LeaveChannelRequest.newBuilder().setChannelId(id).build()),
            new Row("channel_id", "unknown backend",
                    id -> UpdateChannelInfoRequest.newBuilder().setChannelId(id).build()),
            new Row("backend_id", "backend not found",
                    id -> BackendInfoRequest.newBuilder().setBackendId(id).build()),
            new Row("backend_id", "backend not found",
                    id -> ListChannelsRequest.newBuilder().setBackendId(id).build()),
            new Row("channel_id", "backend not found",
                    id -> ChannelInfoRequest.newBuilder().setChannelId(id).build()));

    private Core core;
    private Channel caller;

    /**
     * One call.
     *
     * @param field   its id
     * @param absent  what it says when there is no such backend
     * @param request the call with such an id
     */
    private record Row(String field, String absent, Function<String, Message> request) {

        List<String> unreadable() {
            return field.equals("backend_id") ? UNREADABLE_BACKENDS : UNREADABLE;
        }
    }

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        caller = core.connect("bot");
    }

    @BrokersTest
    void idsThatCanNotBeReadAreRefusedByTheNameOfTheirField() {
        assertAll(ROWS.stream().flatMap(row -> row.unreadable().stream().map(id -> () ->
                assertEquals("INVALID_ARGUMENT: failed to parse " + row.field(),
                        Calls.outcome(caller, row.request().apply(id)), row + id))));
    }

    @BrokersTest
    void backendsThatAreNotConnectedAreNotFound() throws Exception {
        try (ChatBackend other = ChatBackend.connected(core.connect("chat"), "irc", "other", ChatBackend.OBEYS)) {
            assertAll(ROWS.stream().map(row -> () -> assertEquals("NOT_FOUND: " + row.absent(),
                    Calls.outcome(caller, row.request().apply("irc://nowhere/x")), row.toString())));
            assertEquals("NOT_FOUND: channel not found", Calls.outcome(caller,
                    ChannelInfoRequest.newBuilder().setChannelId("irc://other/x").build()));
            assertEquals(0, other.waiting());
        }
    }

    @BrokersTest
    void blocksAreRefusedAfterIdsAndBeforeBackendsAreLookedUp() {
        Map<String, Block> blocks = Map.of("unknown block type", Messages.EMPTY_BLOCK,
                "bold block missing inner block", bold(BoldBlock.getDefaultInstance()),
                "link block missing inner block",
                bold(BoldBlock.newBuilder()
                        .setInner(Block.newBuilder().setLink(LinkBlock.getDefaultInstance())).build()));
        assertAll(TEXTS.stream().flatMap(text -> blocks.keySet().stream().map(problem -> () ->
                assertEquals("INVALID_ARGUMENT: " + problem,
                        Calls.outcome(caller, text.apply("irc://nowhere/x", blocks.get(problem)))))));
        assertEquals("INVALID_ARGUMENT: failed to parse channel_id",
                Calls.outcome(caller, TEXTS.get(0).apply("nowhere", Messages.EMPTY_BLOCK)));
    }

    private static Block bold(BoldBlock bold) {
        return Block.newBuilder().setBold(bold).build();
    }

    @BrokersTest
    void pluginsAreToldOfCallsForAbsentBackendsButNotOfBadOnes() throws Exception {
        try (Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            for (BiFunction<String, Block, Message> text : TEXTS) {
                Calls.outcome(caller, text.apply("nowhere", Messages.textBlock("x")));
                Calls.outcome(caller, text.apply("irc://nowhere/x", Messages.EMPTY_BLOCK));
                Calls.outcome(caller, text.apply("irc://nowhere/x", Messages.textBlock("good")));
            }
            assertEquals("good", plugin.next().getSendMessage().getText());
            assertEquals("good", plugin.next().getPerformAction().getText());
            assertEquals("good", plugin.next().getSendPrivateMessage().getText());
            assertEquals("good", plugin.next().getPerformPrivateAction().getText());
        }
    }

    @BrokersTest
    void whatIsNoProperCallIsRefusedByTheTransport() {
        SendMessageRequest request = Messages.sendMessage("irc://nowhere/x", "");
        MethodDescriptor<Message, Message> method = Calls.method(request);

        assertEquals("UNIMPLEMENTED",
                Calls.outcome(caller, method.toBuilder().setFullMethodName("seabird.Seabird/NoSuch").build(), request));
        assertEquals("UNIMPLEMENTED", Calls.outcome(core.connectWith("Bearer wrong"),
                method.toBuilder().setFullMethodName("seabird.NoSuch/Call").build(), request));
        assertStartsWith("RESOURCE_EXHAUSTED", Calls.outcome(caller,
                Messages.sendMessage("irc://nowhere/x", "x".repeat(4 * 1024 * 1024))));
        assertStartsWith("INTERNAL: failed to decode Protobuf message: ", Calls.outcome(caller,
                request.toBuilder().setUnknownFields(Messages.undecodable(SendMessageRequest.ROOT_BLOCK_FIELD_NUMBER))
                        .build()));
        assertEquals("INTERNAL: Missing request message.", Calls.outcomeWithoutMessage(caller, method));
    }

    private static void assertStartsWith(String beginning, String text) {
        assertTrue(text.startsWith(beginning), text);
    }
}
