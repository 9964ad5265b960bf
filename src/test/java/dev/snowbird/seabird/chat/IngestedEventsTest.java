package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds differ in names only, so the tests reach their fields by name. */
class IngestedEventsTest {

    private static final Map<String, String> TAGS = Map.of("k", "v", "core/original-format", "mine");
    private static final User USER = User.newBuilder().setId("some-one").setDisplayName("Some-One").build();
    private static final User ABSOLUTE_USER = USER.toBuilder().setId("irc://my%2Dnet/some%2Done").build();
    private static final ChannelSource SOURCE = ChannelSource.newBuilder().setChannelId("#chan").setUser(USER).build();
    private static final ChannelSource ABSOLUTE_SOURCE = ChannelSource.newBuilder()
            .setChannelId("irc://my%2Dnet/%23chan").setUser(ABSOLUTE_USER).build();

    private final IngestRules rules = new IngestRules(new SizeLimit(1000));
    private final ConnectedBackend backend = new Backends().connect(new BackendId("irc", "my-net"));

    @ParameterizedTest
    @ValueSource(strings = {"message", "mention", "action"})
    void tellsWhatIsSaidInChannels(String kind) throws StatusException {
        assertEquals(told(kind, ABSOLUTE_SOURCE, "text"), broadcast(given(kind, SOURCE, "hi", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_message", "private_action"})
    void tellsWhatIsSaidInPrivate(String kind) throws StatusException {
        assertEquals(told(kind, ABSOLUTE_USER, "text"), broadcast(given(kind, USER, "hi", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "private_message", "mention", "action", "private_action"})
    void takesBlocksBeforeTextAndNeedsNoSource(String kind) throws StatusException {
        assertEquals(told(kind, null, "blocks"), broadcast(given(kind, null, "ignored", Samples.text("hi"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "private_message", "mention", "action", "private_action"})
    void refusesABadBlock(String kind) {
        ChatEvent bad = given(kind, null, "", Block.getDefaultInstance());
        assertRefused("INVALID_ARGUMENT: unknown block type", () -> rules.eventOf(backend, bad));
    }

    @Test
    void tellsOfACommandAsItIs() throws StatusException {
        CommandEvent command = CommandEvent.newBuilder().setCommand(" Ping").setArg("a  b ").build();

        assertEquals(Event.newBuilder().setCommand(command.toBuilder().setSource(ABSOLUTE_SOURCE)).putAllTags(TAGS)
                .build(), broadcast(ChatEvent.newBuilder().setId("1").putAllTags(TAGS)
                .setCommand(command.toBuilder().setSource(SOURCE)).build()));
        assertEquals(Event.newBuilder().setCommand(command).build(),
                broadcast(ChatEvent.newBuilder().setCommand(command).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "mention", "action"})
    void needsNoUserInAChannel(String kind) throws StatusException {
        assertEquals(told(kind, ABSOLUTE_SOURCE.toBuilder().clearUser().build(), "text"),
                broadcast(given(kind, SOURCE.toBuilder().clearUser().build(), "hi", null)));
    }

    @Test
    void makesEvenAnEmptyIdAbsolute() throws StatusException {
        assertEquals(told("private_message", User.newBuilder().setId("irc://my%2Dnet/").build(), "text"),
                broadcast(given("private_message", User.getDefaultInstance(), "hi", null)));
    }

    private Event broadcast(ChatEvent event) throws StatusException {
        return rules.eventOf(backend, event).orElseThrow();
    }

    private static ChatEvent given(String kind, Message source, String text, Block root) {
        ChatEvent.Builder event = ChatEvent.newBuilder().setId("1").putAllTags(TAGS);
        FieldDescriptor field = ChatEvent.getDescriptor().findFieldByName(kind);
        return event.setField(field, said(event.newBuilderForField(field), source, text, root)).build();
    }

    private static Event told(String kind, Message source, String format) {
        Block root = Block.newBuilder().setPlain("hi").setText(TextBlock.newBuilder().setText("hi")).build();
        Event.Builder event = Event.newBuilder().putAllTags(Map.of("k", "v", "core/original-format", format));
        FieldDescriptor field = Event.getDescriptor().findFieldByName(kind);
        return event.setField(field, said(event.newBuilderForField(field), source, "hi", root)).build();
    }

    private static Message said(Message.Builder message, Message source, String text, Block root) {
        set(message, "source", source);
        set(message, "text", text);
        set(message, "root_block", root);
        return message.build();
    }

    private static void set(Message.Builder message, String field, Object value) {
        if (value != null) {
            message.setField(message.getDescriptorForType().findFieldByName(field), value);
        }
    }
}
