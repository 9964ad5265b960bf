package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.common.Channel;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.grpc.StatusException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin asks about channels, what the core that has the backend answers, and what the plugin is told. */
class ChannelQuestionTest {

    private static final SizeLimit LIMIT = new SizeLimit(1_000);
    private static final Channel LOBBY = Channel.newBuilder()
            .setId("irc://my%2Dnet/%23lobby").setDisplayName("Lobby").setTopic("snow").build();

    private final ChatCalls calls = new ChatCalls(LIMIT);
    private final ChatReplies replies = new ChatReplies();
    private final ConnectedBackend backend = new ConnectedBackend(new BackendId("irc", "my-net"));

    @BeforeEach
    void join() throws StatusException {
        backend.join(JoinChannelChatEvent.newBuilder()
                .setChannelId("#lobby").setDisplayName("Lobby").setTopic("snow").build());
    }

    private ChatEvent answer(ChatCall call) throws InvalidProtocolBufferException {
        // As it comes over the broker.
        return ChatEvent.parseFrom(ChannelQuestion.answer(
                ChatRequest.parseFrom(call.request().toByteArray()), Optional.of(backend), LIMIT).toByteArray());
    }

    private ChatCall list(String backendId) throws StatusException {
        return calls.listChannels(ListChannelsRequest.newBuilder().setBackendId(backendId).build());
    }

    private ChatCall info(String channelId) throws StatusException {
        return calls.channelInfo(ChannelInfoRequest.newBuilder().setChannelId(channelId).build());
    }

    @Test
    void isAnsweredWithWhatTheCoreKnows() throws Exception {
        assertEquals(List.of(LOBBY), replies.listChannels(answer(list("irc://my-net"))).getChannelsList());
        assertEquals(LOBBY, replies.channelInfo(answer(info("irc://my-net/#lobby"))).getChannel());
        ChatEvent unknown = answer(info("irc://my-net/#other"));
        assertRefused("NOT_FOUND: channel not found", () -> replies.channelInfo(unknown));
    }

    @Test
    void isTheBackendsAsAnyRequestButForItsType() throws Exception {
        assertEquals("list_channels", list("irc://my-net").type());
        assertEquals("channel_info", info("irc://my%2Dnet/x/y").type());
        assertEquals(new BackendId("irc", "my-net"), info("irc://my%2Dnet/x/y").backend());
        assertEquals("core of the backend irc://my%2Dnet", list("irc://my-net").asked());
        assertEquals("backend not found", list("irc://my-net").unknownBackend());
        assertTrue(ChannelQuestion.isType("channel_info"));
        assertFalse(ChannelQuestion.isType("metadata") || ChannelQuestion.isType(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "irc", "irc://%FF"})
    void namesABackend(String id) {
        assertRefused("INVALID_ARGUMENT: failed to parse backend_id", () -> list(id));
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id", () -> info(id));
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id", () -> info("irc://my-net"));
    }

    @Test
    void isAnsweredBeforeTheBackendIsConnectedAsOfOneInNoChannel() throws Exception {
        ChatEvent none = ChannelQuestion.answer(list("irc://my-net").request(), Optional.empty(), LIMIT);
        ChatEvent unknown = ChannelQuestion.answer(info("irc://my-net/x").request(), Optional.empty(), LIMIT);

        assertEquals(0, replies.listChannels(none).getChannelsCount());
        assertRefused("NOT_FOUND: channel not found", () -> replies.channelInfo(unknown));
    }

    @Test
    void hasAnAnswerThatFitsIntoAMessageOrIsToldThatThereIsNone() throws Exception {
        backend.join(JoinChannelChatEvent.newBuilder().setChannelId("#long").setTopic("x".repeat(1_000)).build());

        ChatEvent answer = answer(list("irc://my-net"));

        assertRefused("RESOURCE_EXHAUSTED: message too large: it may have 1000 bytes, and an event has its text three"
                + " times", () -> replies.listChannels(answer));
        assertEquals(LOBBY, replies.channelInfo(answer(info("irc://my-net/#lobby"))).getChannel());
        assertRefused(LIMIT.exceeded().getCode() + ": " + LIMIT.exceeded().getDescription(),
                () -> list("irc://" + "x".repeat(1_000)));
    }

    /** The backend of a core that knows of no such questions is asked about itself, and tells that. */
    @Test
    void doesNoHarmToABackendAndHasAQuickEndAtAnOldCore() throws Exception {
        ChatRequest asked = ChatRequest.parseFrom(list("irc://my-net").request().toByteArray());
        assertTrue(asked.hasMetadata() && !asked.getId().isEmpty());

        ChatEvent told = ChatEvent.newBuilder()
                .setId(asked.getId()).setMetadata(MetadataChatEvent.getDefaultInstance()).build();
        assertRefused("UNIMPLEMENTED: the core that has this backend is too old to tell others its channels",
                () -> replies.listChannels(told));
    }

    @Property(tries = 200)
    void isRefusedInOneWayWhateverComes(@ForAll byte[] bytes) throws Exception {
        UnknownFieldSet field = UnknownFieldSet.newBuilder().addField(1002, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(bytes)).build()).build();
        try {
            ChannelQuestion.answer(ChatRequest.newBuilder().setUnknownFields(field).build(), Optional.empty(), LIMIT);
        } catch (InvalidProtocolBufferException noQuestion) {
            // What is broken ends there.
        }
        try {
            replies.channelInfo(ChatEvent.newBuilder().setUnknownFields(field).build());
        } catch (StatusException noAnswer) {
            // So it does here.
        }
        assertThrows(InvalidProtocolBufferException.class, () -> ChannelQuestion.answer(
                ChatRequest.getDefaultInstance(), Optional.empty(), LIMIT));
    }
}
