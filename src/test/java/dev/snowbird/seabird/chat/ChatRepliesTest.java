package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.BackendInfoResponse;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import io.grpc.StatusException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRepliesTest {

    private static final String CHANNEL = "irc://my-net/#chan";
    private static final ChatCalls CALLS = new ChatCalls(new SizeLimit(1000));

    private final ChatReplies replies = new ChatReplies();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void acceptsOnlyRepliesThatFitTheCall(ChatRequest.InnerCase kind, ChatCall call, Set<InnerCase> fitting) {
        assertEquals(kind, call.request().getInnerCase());
        for (InnerCase reply : EnumSet.complementOf(EnumSet.of(InnerCase.FAILED))) {
            if (fitting.contains(reply)) {
                assertDoesNotThrow(() -> replies.requireSuccess(call, replyOf(reply)));
            } else {
                assertRefused("INTERNAL: unexpected chat event", () -> replies.requireSuccess(call, replyOf(reply)));
            }
        }
    }

    static Stream<Arguments> acceptsOnlyRepliesThatFitTheCall() throws StatusException {
        return Stream.of(
                Arguments.of(ChatRequest.InnerCase.SEND_MESSAGE, sendMessage(), Set.of(InnerCase.SUCCESS)),
                Arguments.of(ChatRequest.InnerCase.SEND_PRIVATE_MESSAGE, CALLS.sendPrivateMessage(
                        SendPrivateMessageRequest.newBuilder().setUserId(CHANNEL).build(), ""),
                        Set.of(InnerCase.SUCCESS)),
                Arguments.of(ChatRequest.InnerCase.PERFORM_ACTION, CALLS.performAction(
                        PerformActionRequest.newBuilder().setChannelId(CHANNEL).build(), ""),
                        Set.of(InnerCase.SUCCESS)),
                Arguments.of(ChatRequest.InnerCase.PERFORM_PRIVATE_ACTION, CALLS.performPrivateAction(
                        PerformPrivateActionRequest.newBuilder().setUserId(CHANNEL).build(), ""),
                        Set.of(InnerCase.SUCCESS)),
                Arguments.of(ChatRequest.InnerCase.JOIN_CHANNEL, CALLS.joinChannel(
                        JoinChannelRequest.newBuilder().setBackendId("irc://my-net").build()),
                        Set.of(InnerCase.SUCCESS, InnerCase.JOIN_CHANNEL)),
                Arguments.of(ChatRequest.InnerCase.LEAVE_CHANNEL, CALLS.leaveChannel(
                        LeaveChannelRequest.newBuilder().setChannelId(CHANNEL).build()),
                        Set.of(InnerCase.SUCCESS, InnerCase.LEAVE_CHANNEL)),
                Arguments.of(ChatRequest.InnerCase.UPDATE_CHANNEL_INFO, CALLS.updateChannelInfo(
                        UpdateChannelInfoRequest.newBuilder().setChannelId(CHANNEL).build()),
                        Set.of(InnerCase.SUCCESS, InnerCase.CHANGE_CHANNEL)),
                Arguments.of(ChatRequest.InnerCase.METADATA, backendInfo(), Set.of(InnerCase.METADATA)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no such nick", "two\nlines, ä"})
    void passesOnTheReasonOfAFailure(String reason) throws StatusException {
        ChatEvent failed = ChatEvent.newBuilder().setFailed(FailedChatEvent.newBuilder().setReason(reason)).build();
        ChatCall message = sendMessage();
        ChatCall metadata = backendInfo();

        assertRefused("UNKNOWN: " + reason, () -> replies.requireSuccess(message, failed));
        assertRefused("UNKNOWN: " + reason, () -> replies.backendInfo(metadata, failed));
    }

    @Test
    void answersWhatABackendSaysOfItself() throws StatusException {
        ChatEvent reply = ChatEvent.newBuilder()
                .setMetadata(MetadataChatEvent.newBuilder().putValues("nick", "seabird")).build();

        assertEquals(BackendInfoResponse.newBuilder()
                .setBackend(Backend.newBuilder().setId("irc://my%2Dnet").setType("irc"))
                .putMetadata("nick", "seabird").build(), replies.backendInfo(backendInfo(), reply));
    }

    @Test
    void takesASuccessForNoInformation() throws StatusException {
        ChatCall call = backendInfo();
        assertRefused("INTERNAL: unexpected chat event",
                () -> replies.backendInfo(call, replyOf(InnerCase.SUCCESS)));
    }

    private static ChatCall sendMessage() throws StatusException {
        return CALLS.sendMessage(SendMessageRequest.newBuilder().setChannelId(CHANNEL).build(), "");
    }

    private static ChatCall backendInfo() throws StatusException {
        return CALLS.backendInfo(BackendInfoRequest.newBuilder().setBackendId("irc://my-net").build());
    }

    private static ChatEvent replyOf(InnerCase kind) {
        ChatEvent.Builder reply = ChatEvent.newBuilder();
        if (kind != InnerCase.INNER_NOT_SET) {
            var field = ChatEvent.getDescriptor().findFieldByNumber(kind.getNumber());
            reply.setField(field, reply.newBuilderForField(field).build());
        }
        return reply.build();
    }
}
