package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.PerformActionChatRequest;
import io.coded.seabird.chat_ingest.PerformPrivateActionChatRequest;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.chat_ingest.SendPrivateMessageChatRequest;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformActionEvent;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionEvent;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageEvent;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.grpc.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCallsTest {

    private static final String PLACE = "irc://my-net/#someone/else";
    private static final String RELATIVE = "#someone/else";
    private static final Map<String, String> TAGS = Map.of("k", "v", "core/original-format", "mine");
    private static final Block ROOT = Block.newBuilder().setPlain("hi")
            .setText(TextBlock.newBuilder().setText("hi")).build();

    private final ChatCalls calls = new ChatCalls(new SizeLimit(1000));

    /** One of the four calls, and what becomes of it. */
    private enum Kind {
        SEND_MESSAGE("send_message", "channel_id") {
            @Override
            ChatCall call(ChatCalls calls, String place, String text, Block root) throws StatusException {
                SendMessageRequest.Builder request = SendMessageRequest.newBuilder()
                        .setChannelId(place).setText(text).putAllTags(TAGS);
                return calls.sendMessage((root == null ? request : request.setRootBlock(root)).build(), "bot");
            }

            @Override
            ChatRequest.Builder asked(Map<String, String> tags) {
                return ChatRequest.newBuilder().setSendMessage(SendMessageChatRequest.newBuilder()
                        .setChannelId(RELATIVE).setText("hi").setRootBlock(ROOT).putAllTags(tags));
            }

            @Override
            Event.Builder told() {
                return Event.newBuilder().setSendMessage(SendMessageEvent.newBuilder()
                        .setSender("bot").setChannelId(PLACE).setText("hi").setRootBlock(ROOT));
            }
        },
        SEND_PRIVATE_MESSAGE("send_private_message", "user_id") {
            @Override
            ChatCall call(ChatCalls calls, String place, String text, Block root) throws StatusException {
                SendPrivateMessageRequest.Builder request = SendPrivateMessageRequest.newBuilder()
                        .setUserId(place).setText(text).putAllTags(TAGS);
                return calls.sendPrivateMessage((root == null ? request : request.setRootBlock(root)).build(), "bot");
            }

            @Override
            ChatRequest.Builder asked(Map<String, String> tags) {
                return ChatRequest.newBuilder().setSendPrivateMessage(SendPrivateMessageChatRequest.newBuilder()
                        .setUserId(RELATIVE).setText("hi").setRootBlock(ROOT).putAllTags(tags));
            }

            @Override
            Event.Builder told() {
                return Event.newBuilder().setSendPrivateMessage(SendPrivateMessageEvent.newBuilder()
                        .setSender("bot").setUserId(PLACE).setText("hi").setRootBlock(ROOT));
            }
        },
        PERFORM_ACTION("perform_action", "channel_id") {
            @Override
            ChatCall call(ChatCalls calls, String place, String text, Block root) throws StatusException {
                PerformActionRequest.Builder request = PerformActionRequest.newBuilder()
                        .setChannelId(place).setText(text).putAllTags(TAGS);
                return calls.performAction((root == null ? request : request.setRootBlock(root)).build(), "bot");
            }

            @Override
            ChatRequest.Builder asked(Map<String, String> tags) {
                return ChatRequest.newBuilder().setPerformAction(PerformActionChatRequest.newBuilder()
                        .setChannelId(RELATIVE).setText("hi").setRootBlock(ROOT).putAllTags(tags));
            }

            @Override
            Event.Builder told() {
                return Event.newBuilder().setPerformAction(PerformActionEvent.newBuilder()
                        .setSender("bot").setChannelId(PLACE).setText("hi").setRootBlock(ROOT));
            }
        },
        PERFORM_PRIVATE_ACTION("perform_private_action", "user_id") {
            @Override
            ChatCall call(ChatCalls calls, String place, String text, Block root) throws StatusException {
                PerformPrivateActionRequest.Builder request = PerformPrivateActionRequest.newBuilder()
                        .setUserId(place).setText(text).putAllTags(TAGS);
                return calls.performPrivateAction((root == null ? request : request.setRootBlock(root)).build(), "bot");
            }

            @Override
            ChatRequest.Builder asked(Map<String, String> tags) {
                return ChatRequest.newBuilder().setPerformPrivateAction(PerformPrivateActionChatRequest.newBuilder()
                        .setUserId(RELATIVE).setText("hi").setRootBlock(ROOT).putAllTags(tags));
            }

            @Override
            Event.Builder told() {
                return Event.newBuilder().setPerformPrivateAction(PerformPrivateActionEvent.newBuilder()
                        .setSender("bot").setUserId(PLACE).setText("hi").setRootBlock(ROOT));
            }
        };

        private final String type;
        private final String idField;

        Kind(String type, String idField) {
            this.type = type;
            this.idField = idField;
        }

        abstract ChatCall call(ChatCalls calls, String place, String text, Block root) throws StatusException;

        abstract ChatRequest.Builder asked(Map<String, String> tags);

        abstract Event.Builder told();
    }

    @ParameterizedTest
    @EnumSource
    void tellsAllAndAsksOne(Kind kind) throws StatusException {
        assertCall(kind, kind.call(calls, PLACE, "hi", null), "text");
    }

    @ParameterizedTest
    @EnumSource
    void takesBlocksBeforeText(Kind kind) throws StatusException {
        assertCall(kind, kind.call(calls, PLACE, "ignored", Samples.text("hi")), "blocks");
    }

    private static void assertCall(Kind kind, ChatCall call, String format) {
        Map<String, String> tags = Map.of("k", "v", "core/original-format", format);
        assertEquals(new BackendId("irc", "my-net"), call.backend());
        assertEquals(kind.type, call.type());
        assertEquals(kind.asked(tags).setId(call.request().getId()).build(), call.request());
        assertEquals(kind.told().putAllTags(tags).build(), call.event().orElseThrow());
        assertEquals(Set.of(InnerCase.SUCCESS), call.accepted());
        assertEquals("unknown backend", call.unknownBackend());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnIdThatCanNotBeReadBeforeABadBlock(Kind kind) {
        for (String id : List.of("", "irc", "irc://my-net", "irc://my-net/%FF")) {
            assertRefused("INVALID_ARGUMENT: failed to parse " + kind.idField,
                    () -> kind.call(calls, id, "", Block.getDefaultInstance()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesABadBlock(Kind kind) {
        assertRefused("INVALID_ARGUMENT: unknown block type",
                () -> kind.call(calls, PLACE, "", Block.getDefaultInstance()));
    }
}
