package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SendMessageEvent;
import io.grpc.StatusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHeadersTest {

    private static final String CANONICAL = "irc://my%2Dnet/%23x";

    @ParameterizedTest
    @ValueSource(strings = {"message", "mention", "action"})
    void nameTheChannelWhereItWasSaid(String type) throws StatusException {
        ChannelSource source = ChannelSource.newBuilder().setChannelId(CANONICAL)
                .setUser(User.newBuilder().setId("irc://my%2Dnet/someone")).build();
        assertEquals(place(type, "channel_id"), EventHeaders.of(event(type, "source", source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_message", "private_action"})
    void nameTheUserWhoSaidIt(String type) throws StatusException {
        User source = User.newBuilder().setId(CANONICAL).build();
        assertEquals(place(type, "user_id"), EventHeaders.of(event(type, "source", source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"send_message", "perform_action"})
    void nameTheChannelThatAPluginWritesTo(String type) throws StatusException {
        assertEquals(place(type, "channel_id"), EventHeaders.of(event(type, "channel_id", CANONICAL)));
        assertEquals(place(type, "channel_id"), EventHeaders.of(event(type, "channel_id", "irc://my-net/#x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"send_private_message", "perform_private_action"})
    void nameTheUserThatAPluginWritesTo(String type) throws StatusException {
        assertEquals(place(type, "user_id"), EventHeaders.of(event(type, "user_id", CANONICAL)));
        assertEquals(place(type, "user_id"), EventHeaders.of(event(type, "user_id", "irc://my-net/#x")));
    }

    @Test
    void nameTheCommandAndItsChannel() throws StatusException {
        Event event = Event.newBuilder().setCommand(CommandEvent.newBuilder().setCommand("ping")
                .setSource(ChannelSource.newBuilder().setChannelId(CANONICAL))).build();
        assertEquals(Map.of("type", "command", "command.channel_id", CANONICAL,
                "command.backend_id", "irc://my%2Dnet", "command.command", "ping"), EventHeaders.of(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "private_message", "mention", "action", "private_action"})
    void nameNoPlaceWhereTheBackendGaveNone(String type) throws StatusException {
        FieldDescriptor field = Event.getDescriptor().findFieldByName(type);
        Event.Builder event = Event.newBuilder();
        event.setField(field, event.newBuilderForField(field).build());
        assertEquals(Map.of("type", type), EventHeaders.of(event.build()));
    }

    @Test
    void haveIdsAndCommandsOfAnyLength() throws StatusException {
        String id = "a://b/" + "c".repeat(100_000);
        String command = "d".repeat(100_000);
        Event event = Event.newBuilder().setCommand(CommandEvent.newBuilder().setCommand(command)
                .setSource(ChannelSource.newBuilder().setChannelId(id))).build();
        assertEquals(Map.of("type", "command", "command.channel_id", id, "command.backend_id", "a://b",
                "command.command", command), EventHeaders.of(event));
    }

    @Test
    void areNotMadeOfWhatIsNoEvent() {
        assertThrows(IllegalArgumentException.class, () -> EventHeaders.of(Event.getDefaultInstance()));
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id", () -> EventHeaders.of(
                Event.newBuilder().setSendMessage(SendMessageEvent.newBuilder().setChannelId("x")).build()));
    }

    private static Map<String, String> place(String type, String field) {
        return Map.of("type", type, type + "." + field, CANONICAL, type + ".backend_id", "irc://my%2Dnet");
    }

    private static Event event(String type, String fieldInside, Object value) {
        Event.Builder event = Event.newBuilder();
        FieldDescriptor field = Event.getDescriptor().findFieldByName(type);
        Message.Builder inside = event.newBuilderForField(field);
        inside.setField(inside.getDescriptorForType().findFieldByName(fieldInside), value);
        return event.setField(field, inside.build()).build();
    }
}
