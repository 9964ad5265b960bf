package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest implements IdTexts {

    private static final Set<String> COMMANDS = new TreeSet<>(Set.of("ping", "w&x"));

    /** Alternatives are separated by spaces here, and their headers, but for the type, by plus signs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "type=command | command:",
        "type=command,type=mention | command: mention:",
        "\" type = command&command.command=ping ,\ttype=mention \" | command:command=ping mention:",
        "command.command=ping | command:command=ping",
        "command=ping | command:command=ping",
        "command= | command:command=",
        "command=%2C%26%25%20%3D= | command:command=,&%_==",
        "command=%C3%A4%zz | command:command=ä%zz",
        "mine | command:command=ping command:command=w&x",
        "mine, type=mention | command:command=ping command:command=w&x mention:",
        "mine & command.backend_id=irc://net | command:backend_id=irc://net+command=ping "
            + "command:backend_id=irc://net+command=w&x",
        "mine & command=ping | command:command=ping",
        "message.channel_id=irc://my-net/#chan | message:channel_id=irc://my%2Dnet/%23chan",
        "message.channel_id=irc://my%2Dnet/%23chan | message:channel_id=irc://my%2Dnet/%23chan",
        "message.channel_id=irc://a%2Fb/%2541%2C | message:channel_id=irc://a%2Fb/%2541%2C",
        "send_private_message.user_id=a://b/c | send_private_message:user_id=a://b/c",
        "channel_id=a://b/c & type=action | action:channel_id=a://b/c",
        "user_id=a://b/c | private_message:user_id=a://b/c private_action:user_id=a://b/c "
            + "send_private_message:user_id=a://b/c perform_private_action:user_id=a://b/c",
        "channel_id=a://b/c&backend_id=a://b & type=message | message:backend_id=a://b+channel_id=a://b/c",
        "type=command,type=command,type=command & type=command | command:",
    })
    void readsAlternatives(String text, String alternatives) throws StatusException {
        assertEquals(alternatives, written(EventFilter.parse(List.of(text), COMMANDS)));
    }

    private static String written(EventFilter filter) {
        return filter.alternatives().stream().map(headers -> {
            String type = headers.get("type");
            return type + ":" + headers.entrySet().stream().filter(header -> !header.getKey().equals("type"))
                    .map(header -> header.getKey().substring(type.length() + 1) + "="
                            + header.getValue().replace(' ', '_'))
                    .collect(Collectors.joining("+"));
        }).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "\"\" | \"bad filter \"\"\"\": nothing is there\"",
        "\"type=command, ,type=action\" | \"bad filter \"\"\"\": nothing is there\"",
        "type=command& | \"bad filter \"\"\"\": nothing is there\"",
        "\"type=command, other\" | \"bad filter \"\"other\"\": it is neither KEY=VALUE nor mine\"",
        "Mine | \"bad filter \"\"Mine\"\": it is neither KEY=VALUE nor mine\"",
        "type=Command | \"bad filter \"\"type=Command\"\": events are of the types message, private_message, mention, "
            + "command, action, private_action, send_message, send_private_message, perform_action, "
            + "perform_private_action\"",
        "type=command & text=hi | \"bad filter \"\"text=hi\"\": no event has the key text\"",
        "message.user_id=a://b/c | \"bad filter \"\"message.user_id=a://b/c\"\": no event has the key "
            + "message.user_id\"",
        "x.channel_id=a://b/c | \"bad filter \"\"x.channel_id=a://b/c\"\": no event has the key x.channel_id\"",
        "=x | \"bad filter \"\"=x\"\": no event has the key \"",
        ".backend_id=a://b | \"bad filter \"\".backend_id=a://b\"\": no event has the key .backend_id\"",
        "message.channel_id=#chan | \"bad filter \"\"message.channel_id=#chan\"\": failed to parse channel_id\"",
        "backend_id=irc | \"bad filter \"\"backend_id=irc\"\": failed to parse backend_id\"",
        "command=%FF | \"bad filter \"\"command=%FF\"\": what is escaped is not UTF-8\"",
        "command=ä | \"bad filter \"\"command=?\"\": it is not printable ASCII: write other bytes as %XX\"",
        "type=command & type=mention | \"bad filter \"\"type=command & type=mention\"\": no event has all of this\"",
        "mine & command=other | \"bad filter \"\"mine & command=other\"\": no event has all of this\"",
        "user_id=a://b/c & type=message | \"bad filter \"\"user_id=a://b/c & type=message\"\": no event has all of "
            + "this\"",
    })
    void namesWhatItCanNotRead(String text, String reason) {
        assertRefused("INVALID_ARGUMENT: " + reason, () -> EventFilter.parse(List.of("mine", text), COMMANDS));
    }

    @Test
    void aKeyWithoutATypeStandsForAllThatHaveIt() throws StatusException {
        EventFilter filter = EventFilter.parse(List.of("backend_id=irc://net"), Set.of());

        assertEquals(Stream.of(Event.InnerCase.values()).filter(type -> type != Event.InnerCase.INNER_NOT_SET)
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .map(type -> Map.of("type", type, type + ".backend_id", "irc://net")).toList(),
                filter.alternatives());
    }

    @Test
    void severalTextsAreOneUnion() throws StatusException {
        assertEquals("command: mention:",
                written(EventFilter.parse(List.of("type=command", "type=mention", "type=command"), Set.of())));
    }

    @Test
    void mineOfNoCommandsIsNothing() throws StatusException {
        assertEquals("", written(EventFilter.parse(List.of("mine"), Set.of())));
        assertEquals("mention:", written(EventFilter.parse(List.of("mine & command=x, type=mention"), Set.of())));
    }

    @Test
    void takesSixtyFourAlternativesAndNoMore() throws StatusException {
        Set<String> most = IntStream.range(0, 64).mapToObj(i -> "c" + i).collect(Collectors.toSet());
        assertEquals(64, EventFilter.parse(List.of("mine", "mine & mine"), most).alternatives().size());
        assertEquals(60, EventFilter.parse(List.of(backends(6)), most).alternatives().size());

        String reason = ": more than 64 alternatives, with one for each type where a key names none";
        assertRefused("INVALID_ARGUMENT: bad filter \"type=mention\"" + reason,
                () -> EventFilter.parse(List.of("mine", "type=mention"), most));
        assertRefused("INVALID_ARGUMENT: bad filter \"" + backends(7).substring(0, 80) + "...\"" + reason,
                () -> EventFilter.parse(List.of(backends(7)), most));
        Set<String> many = IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.toSet());
        assertRefused("INVALID_ARGUMENT: bad filter \"mine&mine\"" + reason,
                () -> EventFilter.parse(List.of("mine&mine"), many));
    }

    private static String backends(int count) {
        return IntStream.range(0, count).mapToObj(i -> "backend_id=a://" + i).collect(Collectors.joining(","));
    }

    @Test
    void hasTheKeysThatEventsHaveAndNoOthers() throws StatusException {
        for (FieldDescriptor type : Event.getDescriptor().getOneofs().get(0).getFields()) {
            Set<String> keys = headersOf(type).keySet();
            for (String field : List.of("channel_id", "user_id", "backend_id", "command", "text")) {
                String key = type.getName() + "." + field;
                assertEquals(keys.contains(key), isKey(key), key);
            }
        }
    }

    private static boolean isKey(String key) {
        try {
            return !EventFilter.parse(List.of(key + "=a://b/c"), Set.of()).alternatives().isEmpty();
        } catch (StatusException refused) {
            return false;
        }
    }

    /** Those of an event of a type, from or to somewhere. */
    private static Map<String, String> headersOf(FieldDescriptor type) throws StatusException {
        Event.Builder event = Event.newBuilder();
        Message.Builder inside = event.newBuilderForField(type);
        for (FieldDescriptor field : inside.getDescriptorForType().getFields()) {
            if (field.getName().equals("source")) {
                Message.Builder source = inside.newBuilderForField(field);
                source.setField(source.getDescriptorForType().findFieldByNumber(1), "a://b/c");
                inside.setField(field, source.build());
            } else if (field.getName().equals("channel_id") || field.getName().equals("user_id")) {
                inside.setField(field, "a://b/c");
            }
        }
        return EventHeaders.of(event.setField(type, inside.build()).build());
    }

    /** Whatever is in an event's headers, a filter can be written for it that lets it through. */
    @Property(tries = 1000)
    void canNameAnyEvent(@ForAll("parts") String type, @ForAll("parts") String id, @ForAll("parts") String relative,
            @ForAll("parts") String command) throws StatusException {
        String channel = new BackendId(type, id).absolute(relative);
        Map<String, String> headers = EventHeaders.of(Event.newBuilder().setCommand(CommandEvent.newBuilder()
                .setSource(ChannelSource.newBuilder().setChannelId(channel)).setCommand(command)).build());

        String text = new TreeSet<>(headers.keySet()).stream().map(key -> key + "="
                + (key.equals("command.command") ? Escapes.escape(headers.get(key)) : headers.get(key)))
                .collect(Collectors.joining("&"));

        assertEquals(List.of(headers), EventFilter.parse(List.of(text), Set.of()).alternatives());
    }

    /** Terms, signs and nonsense. */
    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.oneOf(
                Arbitraries.of(",", "&", "=", " ", "mine", "type", "command", "type=command", "type=message",
                        "channel_id=a://b/c", "backend_id=a://b", "user_id", "command.command=", ".", "%2C"),
                hostile()).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }

    @Property(tries = 2000)
    void survivesAnything(@ForAll("filters") String text) {
        try {
            EventFilter filter = EventFilter.parse(List.of(text), COMMANDS);
            assertTrue(filter.alternatives().size() <= 64);
            filter.alternatives().forEach(headers -> assertTrue(headers.containsKey("type"), headers::toString));
            assertEquals(filter.alternatives().stream().distinct().toList(), filter.alternatives());
        } catch (StatusException refused) {
            String words = Refusals.describe(refused);
            assertTrue(words.startsWith("INVALID_ARGUMENT: bad filter \"")
                    && words.length() < 400 && words.chars().allMatch(c -> c >= ' ' && c <= '~'), words);
        }
    }

    /** A long id is compared in the form that the broker has of it, which is for others to make. */
    @Test
    void keepsWhatIsLong() throws StatusException {
        String channel = "a://b/" + "c".repeat(1_000);
        assertEquals(EventHeaders.of(Event.newBuilder().setMessage(MessageEvent.newBuilder()
                        .setSource(ChannelSource.newBuilder().setChannelId(channel))).build()).get("message.channel_id"),
                EventFilter.parse(List.of("message.channel_id=" + channel), Set.of()).alternatives().get(0)
                        .get("message.channel_id"));
    }
}
