package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.MessageEvent;
import io.grpc.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** How the streams of backends begin and end (Seabird contract, section 9). */
class IngestEventsIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());

    private static final ChatEvent.Builder HELLO = ChatEvent.newBuilder().setHello(
            HelloChatEvent.newBuilder().setBackendInfo(Backend.newBuilder().setType("a").setId("b")));
    private static final ChatEvent.Builder NOTHING = ChatEvent.newBuilder();
    private static final ChatEvent.Builder UNDECODABLE = ChatEvent.newBuilder()
            .setUnknownFields(Messages.undecodable(ChatEvent.MESSAGE_FIELD_NUMBER));
    private static final ChatEvent.Builder BAD_BLOCK = ChatEvent.newBuilder()
            .setMessage(MessageEvent.newBuilder().setRootBlock(Messages.EMPTY_BLOCK));
    private static final String NOT_DECODED = "INTERNAL: failed to decode Protobuf message: ";

    private static final String TOO_LARGE =
            "RESOURCE_EXHAUSTED: message too large: it may have 4194304 bytes, and an event has its text three times";
    /** How a stream ends that begins with this. */
    private static final Map<String, Consumer<ChatBackend>> BEGINNINGS = Map.of(
            "INVALID_ARGUMENT: missing hello message", ChatBackend::halfClose,
            "INVALID_ARGUMENT: missing hello message inner", stream -> stream.send(NOTHING),
            "INVALID_ARGUMENT: hello message inner is wrong type", stream -> stream.send(Messages.message("x")),
            "INVALID_ARGUMENT: missing backend_info inner",
            stream -> stream.send(ChatEvent.newBuilder().setHello(HelloChatEvent.getDefaultInstance())),
            NOT_DECODED, stream -> stream.send(UNDECODABLE));

    /** How a stream ends that goes on with this. */
    private static final Map<String, Consumer<ChatBackend>> LATER = Map.of(
            "INVALID_ARGUMENT: unexpected chat event type", stream -> stream.send(HELLO),
            "INTERNAL: missing inner event", stream -> stream.send(NOTHING),
            "INVALID_ARGUMENT: unknown block type", stream -> stream.send(BAD_BLOCK),
            "INTERNAL: chat event stream ended", ChatBackend::halfClose,
            NOT_DECODED, stream -> stream.send(UNDECODABLE),
            "CANCELLED: gone", ChatBackend::cancel);

    private static final int ROUNDS = 5;
    private static final int CROWD = 100;

    private final String net = Names.fresh("net");
    private Core core;
    private Channel chat;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        chat = core.connect("chat");
    }

    @BrokersTest
    void headersComeBeforeTheHello() throws Exception {
        try (ChatBackend stream = ChatBackend.silent(chat, ChatBackend.OBEYS)) {
            stream.headers().get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
            assertFalse(stream.hasEnded());
        }
    }

    @BrokersTest
    void aStreamThatDoesNotBeginWithAHelloIsEnded() {
        assertAll(BEGINNINGS.entrySet().stream().map(row -> () -> {
            try (ChatBackend stream = ChatBackend.silent(chat, ChatBackend.OBEYS)) {
                row.getValue().accept(stream);
                assertEnd(row.getKey(), stream);
            }
        }));
    }

    @BrokersTest
    void aStreamThatGoesOnInTheWrongWayIsEndedAndItsBackendGone() {
        Map<String, ChatBackend> streams = new LinkedHashMap<>();
        LATER.keySet().forEach(end -> streams.put(end, ChatBackend.connected(chat, end, net, ChatBackend.OBEYS)));
        assertAll(LATER.entrySet().stream().map(row -> () -> {
            row.getValue().accept(streams.get(row.getKey()));
            assertEnd(row.getKey(), streams.get(row.getKey()));
            await().atMost(Broker.patience()).until(() -> !ChatBackend.isListed(chat, row.getKey(), net));
        }));
    }

    /** An event has its text three times, and a plugin takes no more than the limit. */
    @BrokersTest
    void aTextThatFitsThreeTimesIsTheLongestForBackendsAndForCalls() throws Exception {
        String longest = "x".repeat(1_398_000);
        String tooLong = "x".repeat(1_398_200);
        Channel bot = core.connect("bot");
        try (Plugin plugin = Plugin.attached(bot);
                ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS)) {
            backend.send(Messages.message(longest));
            assertEquals(longest, plugin.next().getMessage().getText());
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/x", longest)));
            assertEquals(longest, plugin.next().getSendMessage().getText());

            assertEquals(TOO_LARGE, Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/x", tooLong)));
            backend.send(Messages.message(tooLong));
            assertEnd(TOO_LARGE, backend);
            assertEquals(0, plugin.waiting());
            assertFalse(plugin.hasEnded());
        }
    }

    private static void assertEnd(String expected, ChatBackend stream) {
        String end = Calls.text(stream.awaitEnd());
        assertEquals(expected, expected.equals(NOT_DECODED) ? end.substring(0, NOT_DECODED.length()) : end);
    }

    @BrokersTest
    void aReplyThatEndsItsStreamIsAReplyBefore() throws Exception {
        Map<String, ChatEvent.Builder> ends = Map.of("INVALID_ARGUMENT: unexpected chat event type", HELLO,
                "INVALID_ARGUMENT: unknown block type", BAD_BLOCK);
        Channel bot = core.connect("bot");
        for (Map.Entry<String, ChatEvent.Builder> end : ends.entrySet()) {
            String id = Names.fresh("net");
            try (ChatBackend backend = ChatBackend.connected(chat, "irc", id, ChatBackend.replies(end.getValue()))) {
                assertEquals("INTERNAL: unexpected chat event",
                        Calls.outcome(bot, Messages.sendMessage("irc://" + id + "/x", "")));
                assertEnd(end.getKey(), backend);
            }
        }
    }

    @BrokersTest
    void aSecondBackendOfTheSameIdIsRefusedWhileTheFirstIsThere() throws Exception {
        Channel bot = core.connect("bot");
        try (ChatBackend first = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS);
                ChatBackend second = ChatBackend.silent(core.connect("another"), ChatBackend.OBEYS);
                ChatBackend otherType = ChatBackend.connected(chat, "IRC", net, ChatBackend.OBEYS)) {
            second.hello("irc", net);
            assertEquals("ALREADY_EXISTS: id already exists", Calls.text(second.awaitEnd()));
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/x", "")));
            assertEquals(1, first.waiting());
            assertFalse(first.hasEnded() || otherType.hasEnded());

            first.cancel();
            await().atMost(Broker.patience()).until(() -> !ChatBackend.isListed(chat, "irc", net));
            await().atMost(Broker.patience()).until(() -> isAnswered(bot));
        }
    }

    /** Whether a new backend of the id gets its requests. */
    private boolean isAnswered(Channel bot) throws Exception {
        try (ChatBackend next = ChatBackend.silent(chat, ChatBackend.OBEYS)) {
            next.hello("irc", net);
            await().atMost(Broker.patience())
                    .until(() -> next.hasEnded() || ChatBackend.isListed(chat, "irc", net));
            return !next.hasEnded()
                    && Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/x", "")).equals("OK")
                    && next.waiting() == 1;
        }
    }

    @BrokersTest
    void aPeerThatComesBackTheMomentItsStreamHasEndedIsTakenAlsoWhenACrowdGoesWithIt() throws Exception {
        Channel crowd = core.connectCrowd("crowd");
        String command = Names.fresh("c");
        try (Plugin watcher = Plugin.attached(core.connect("watcher"))) {
            for (int i = 0; i < ROUNDS; i++) {
                List<Plugin> plugins = Stream.generate(() -> Plugin.open(crowd)).limit(CROWD).toList();
                Plugin plugin = Plugin.attached(chat, command);
                ChatBackend backend = ChatBackend.silent(chat, ChatBackend.OBEYS);
                backend.hello("irc", net);
                backend.send(Messages.message("before " + i));
                assertEquals("before " + i, watcher.next().getMessage().getText());
                plugins.forEach(Plugin::awaitHeaders);

                plugins.forEach(Plugin::cancel);
                plugin.cancel();
                backend.cancel();

                try (Plugin pluginAgain = Plugin.attached(chat, command);
                        ChatBackend backendAgain = ChatBackend.silent(chat, ChatBackend.OBEYS)) {
                    backendAgain.hello("irc", net);
                    backendAgain.send(Messages.message("after " + i));
                    assertEquals("after " + i, watcher.next().getMessage().getText());
                }
            }
        }
    }

    @BrokersTest
    void emptyTypesAndIdsAreNamesLikeOthers() throws Exception {
        try (ChatBackend backend = ChatBackend.connected(chat, "", "", ChatBackend.OBEYS)) {
            assertEquals("OK", Calls.outcome(core.connect("bot"), Messages.sendMessage(":///", "")));
            ChatRequest asked = backend.nextRequest();
            assertEquals("", asked.getSendMessage().getChannelId());
        }
    }

    @BrokersTest
    void aBackendThatGoesLeavesItsCallersToTheirTimeout() throws Exception {
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.IGNORES);
                ChatBackend other = ChatBackend.connected(chat, "irc", net + "b", ChatBackend.OBEYS)) {
            ListenableFuture<Message> call =
                    Calls.begin(core.connect("bot"), Messages.sendMessage("irc://" + net + "/x", ""));
            String asked = backend.nextRequest().getId();
            backend.cancel();
            await().atMost(Broker.patience()).until(() -> !ChatBackend.isListed(chat, "irc", net));
            assertFalse(call.isDone());
            // It waits indeed: whoever has the request's id may still answer.
            other.send(Messages.success().setId(asked));
            call.get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
            assertTrue(call.isDone());
        }
    }
}
