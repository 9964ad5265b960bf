package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatRequest;
import io.coded.seabird.chat_ingest.LeaveChannelChatRequest;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.coded.seabird.chat_ingest.UpdateChannelInfoChatRequest;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import io.grpc.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls without a text, and what all calls have in common; {@link MessageCallsTest} has the others. */
class ChatCallsTest {

    private static final BackendId BACKEND = new BackendId("irc", "my-net");
    private static final Map<String, String> TAGS = Map.of("k", "v", "core/original-format", "mine");

    private final ChatCalls calls = new ChatCalls(new SizeLimit(1000));

    @Test
    void asksToJoinAChannelOfThatVeryName() throws StatusException {
        ChatCall call = calls.joinChannel(JoinChannelRequest.newBuilder()
                .setBackendId("irc://my-net").setChannelName("irc://%41/#b").putAllTags(TAGS).build());

        assertQuiet(call, "join_channel", Set.of(InnerCase.SUCCESS, InnerCase.JOIN_CHANNEL), "unknown backend");
        assertEquals(ChatRequest.newBuilder().setId(call.request().getId()).setJoinChannel(JoinChannelChatRequest
                .newBuilder().setChannelName("irc://%41/#b").putAllTags(TAGS)).build(), call.request());
    }

    @Test
    void asksToLeaveAChannelWithoutAWord() throws StatusException {
        ChatCall call = calls.leaveChannel(LeaveChannelRequest.newBuilder()
                .setChannelId("irc://my-net/%23chan").setExitMessage("bye").putAllTags(TAGS).build());

        assertQuiet(call, "leave_channel", Set.of(InnerCase.SUCCESS, InnerCase.LEAVE_CHANNEL), "unknown backend");
        assertEquals(ChatRequest.newBuilder().setId(call.request().getId()).setLeaveChannel(LeaveChannelChatRequest
                .newBuilder().setChannelId("#chan").putAllTags(TAGS)).build(), call.request());
    }

    @Test
    void asksToSetATopic() throws StatusException {
        ChatCall call = calls.updateChannelInfo(UpdateChannelInfoRequest.newBuilder()
                .setChannelId("irc://my-net/#chan").setTopic("news").putAllTags(TAGS).build());

        assertQuiet(call, "update_channel_info", Set.of(InnerCase.SUCCESS, InnerCase.CHANGE_CHANNEL),
                "unknown backend");
        assertEquals(ChatRequest.newBuilder().setId(call.request().getId())
                .setUpdateChannelInfo(UpdateChannelInfoChatRequest.newBuilder()
                        .setChannelId("#chan").setTopic("news").putAllTags(TAGS)).build(), call.request());
    }

    @Test
    void asksABackendAboutItself() throws StatusException {
        ChatCall call = calls.backendInfo(BackendInfoRequest.newBuilder().setBackendId("irc://my%2Dnet").build());

        assertQuiet(call, "metadata", Set.of(InnerCase.METADATA), "backend not found");
        assertEquals(ChatRequest.newBuilder().setId(call.request().getId())
                .setMetadata(MetadataChatRequest.getDefaultInstance()).build(), call.request());
    }

    @Test
    void givesEachRequestARandomId() throws StatusException {
        BackendInfoRequest request = BackendInfoRequest.newBuilder().setBackendId("a://b").build();
        String id = calls.backendInfo(request).request().getId();

        assertEquals(4, UUID.fromString(id).version());
        assertTrue(id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), id);
        assertNotEquals(id, calls.backendInfo(request).request().getId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "irc", "a://%FF", "#chan"})
    void refusesABackendIdThatCanNotBeRead(String id) {
        assertRefused("INVALID_ARGUMENT: failed to parse backend_id",
                () -> calls.joinChannel(JoinChannelRequest.newBuilder().setBackendId(id).build()));
        assertRefused("INVALID_ARGUMENT: failed to parse backend_id",
                () -> calls.backendInfo(BackendInfoRequest.newBuilder().setBackendId(id).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "irc", "a://b", "a://b/%FF"})
    void refusesAChannelIdThatCanNotBeRead(String id) {
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id",
                () -> calls.leaveChannel(LeaveChannelRequest.newBuilder().setChannelId(id).build()));
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id",
                () -> calls.updateChannelInfo(UpdateChannelInfoRequest.newBuilder().setChannelId(id).build()));
    }

    /** With its id a request is longer than the call; a backend that got it would lose its stream. */
    @Test
    void refusesWhatItsBackendWouldNotTake() throws StatusException {
        UpdateChannelInfoRequest.Builder call = UpdateChannelInfoRequest.newBuilder().setChannelId("a://b/c");
        assertEquals(1000, calls.updateChannelInfo(call.setTopic("x".repeat(953)).build()).request()
                .getSerializedSize());
        assertRefused("RESOURCE_EXHAUSTED: message too large: it may have 1000 bytes, and an event has its text three"
                + " times", () -> calls.updateChannelInfo(call.setTopic("x".repeat(954)).build()));
        assertRefused("RESOURCE_EXHAUSTED: message too large: it may have 1000 bytes, and an event has its text three"
                + " times", () -> calls.joinChannel(JoinChannelRequest.newBuilder().setBackendId("a://b")
                        .setChannelName("x".repeat(990)).build()));
    }

    private static void assertQuiet(ChatCall call, String type, Set<InnerCase> accepted, String unknownBackend) {
        assertEquals(BACKEND, call.backend());
        assertEquals(type, call.type());
        assertEquals(Optional.empty(), call.event());
        assertEquals(accepted, call.accepted());
        assertEquals(unknownBackend, call.unknownBackend());
    }
}
