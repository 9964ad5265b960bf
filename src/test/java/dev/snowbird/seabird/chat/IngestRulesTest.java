package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.chat_ingest.LeaveChannelChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.Channel;
import io.coded.seabird.common.MessageEvent;
import io.grpc.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IngestRulesTest {

    private final IngestRules rules = new IngestRules(new SizeLimit(1000));
    private final ConnectedBackend backend = new ConnectedBackend(new BackendId("irc", "my-net"));

    @ParameterizedTest
    @CsvSource({"irc, libera", "'', ''", "a/b, ://", "ä, '%41'"})
    void readsAHello(String type, String id) throws StatusException {
        assertEquals(new BackendId(type, id), rules.hello(hello(type, id)));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAnyOtherFirstEvent(String reason, ChatEvent first) {
        assertRefused("INVALID_ARGUMENT: " + reason, () -> rules.hello(first));
    }

    static Stream<Arguments> refusesAnyOtherFirstEvent() {
        return Stream.of(
                Arguments.of("missing hello message inner", ChatEvent.getDefaultInstance()),
                Arguments.of("missing hello message inner", ChatEvent.newBuilder().setId("1").build()),
                Arguments.of("hello message inner is wrong type",
                        ChatEvent.newBuilder().setSuccess(SuccessChatEvent.getDefaultInstance()).build()),
                Arguments.of("hello message inner is wrong type",
                        ChatEvent.newBuilder().setMessage(MessageEvent.getDefaultInstance()).build()),
                Arguments.of("missing backend_info inner",
                        ChatEvent.newBuilder().setHello(HelloChatEvent.getDefaultInstance()).build()),
                Arguments.of("backend id too long", hello("irc", "x".repeat(1024))));
    }

    @Test
    void saysWhyAStreamEndsWhenTheBackendClosesItsSide() {
        assertEquals("INVALID_ARGUMENT: missing hello message", Refusals.describe(rules.endedBeforeHello()));
        assertEquals("INTERNAL: chat event stream ended", Refusals.describe(rules.endedAfterHello()));
    }

    @ParameterizedTest
    @MethodSource
    void refusesALaterEvent(String status, ChatEvent event) {
        assertRefused(status, () -> rules.eventOf(backend, event));
        assertRefused(status, () -> rules.eventOf(backend, event.toBuilder().setId("1").build()));
    }

    static Stream<Arguments> refusesALaterEvent() {
        return Stream.of(
                Arguments.of("INVALID_ARGUMENT: unexpected chat event type", hello("irc", "my-net")),
                Arguments.of("INVALID_ARGUMENT: unexpected chat event type",
                        ChatEvent.newBuilder().setHello(HelloChatEvent.getDefaultInstance()).build()),
                Arguments.of("INTERNAL: missing inner event", ChatEvent.getDefaultInstance()));
    }

    @ParameterizedTest
    @MethodSource
    void tellsNobodyOf(ChatEvent event) throws StatusException {
        assertEquals(Optional.empty(), rules.eventOf(backend, event));
        assertEquals(Optional.empty(),
                rules.eventOf(backend, event.toBuilder().setId("1").putTags("k", "v").build()));
    }

    static Stream<ChatEvent> tellsNobodyOf() {
        return Stream.of(
                ChatEvent.newBuilder().setSuccess(SuccessChatEvent.getDefaultInstance()).build(),
                ChatEvent.newBuilder().setFailed(FailedChatEvent.newBuilder().setReason("r")).build(),
                ChatEvent.newBuilder().setMetadata(MetadataChatEvent.newBuilder().putValues("k", "v")).build(),
                join("#a", "A", "first"), change("#a", "A", "first"), leave("#a"));
    }

    @Test
    void keepsTrackOfChannels() throws StatusException {
        rules.eventOf(backend, join("#a", "A", "first"));
        rules.eventOf(backend, join("#b", "B", ""));
        rules.eventOf(backend, change("#a", "", "second"));
        rules.eventOf(backend, change("#c", "C", ""));
        rules.eventOf(backend, leave("#b"));
        rules.eventOf(backend, leave("#c"));

        assertEquals(List.of(Channel.newBuilder().setId("irc://my%2Dnet/%23a").setTopic("second").build()),
                backend.channels());
    }

    private static ChatEvent hello(String type, String id) {
        return ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder()
                .setBackendInfo(Backend.newBuilder().setType(type).setId(id))).build();
    }

    private static ChatEvent join(String id, String displayName, String topic) {
        return ChatEvent.newBuilder().setJoinChannel(JoinChannelChatEvent.newBuilder()
                .setChannelId(id).setDisplayName(displayName).setTopic(topic)).build();
    }

    private static ChatEvent change(String id, String displayName, String topic) {
        return ChatEvent.newBuilder().setChangeChannel(ChangeChannelChatEvent.newBuilder()
                .setChannelId(id).setDisplayName(displayName).setTopic(topic)).build();
    }

    private static ChatEvent leave(String id) {
        return ChatEvent.newBuilder().setLeaveChannel(LeaveChannelChatEvent.newBuilder().setChannelId(id)).build();
    }
}
