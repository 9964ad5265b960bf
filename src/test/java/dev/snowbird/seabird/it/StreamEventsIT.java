package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.InBothEventQueues;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformPrivateActionEvent;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageEvent;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Who is told what, and in which order (Seabird contract, section 7). */
@InBothEventQueues
class StreamEventsIT {

    private static final int MAX_LAG = 20;
    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    @AutoClose
    private static final Cores STRICT = new Cores(Map.of("seabird.max-lag-events", String.valueOf(MAX_LAG)));
    private static final int ROUNDS = 10;
    private static final int EACH = 40;

    private final String net = Names.fresh("net");
    private Core core;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
    }

    @BrokersTest
    void aPluginSeesItsOwnSendsAndBackendsSeeNoEvents() throws Exception {
        Channel bot = core.connect("bot");
        try (ChatBackend asked = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
                ChatBackend other = ChatBackend.connected(core.connect("chat"), "xmpp", net, ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(bot)) {
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/#c", "hi")));
            assertEquals(Event.newBuilder().putTags("core/original-format", "text")
                    .setSendMessage(SendMessageEvent.newBuilder().setSender("bot").setChannelId("irc://" + net + "/#c")
                            .setText("hi").setRootBlock(Messages.textBlock("hi"))).build(), plugin.next());
            assertEquals("hi", asked.nextRequest().getSendMessage().getText());
            assertEquals(0, asked.waiting() + other.waiting());
        }
    }

    @BrokersTest
    void anEventHasTheIdAsItsCallerWroteItAndTheTagsOfTheCall() throws Exception {
        String id = "irc:// odd ü/%41/%zz";
        try (Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            Calls.outcome(core.connect("bot"), PerformPrivateActionRequest.newBuilder().setUserId(id).setText("waves")
                    .putTags("a", "b").putTags("core/original-format", "forged").build());
            assertEquals(Event.newBuilder().putTags("a", "b").putTags("core/original-format", "text")
                    .setPerformPrivateAction(PerformPrivateActionEvent.newBuilder().setSender("bot").setUserId(id)
                            .setText("waves").setRootBlock(Messages.textBlock("waves"))).build(), plugin.next());
        }
    }

    @BrokersTest
    void pluginsHearOfACallBeforeItsBackendDoes() throws Exception {
        Channel bot = core.connect("bot");
        try (Plugin plugin = Plugin.attached(bot);
                ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, (asked, request) -> {
                    asked.send(Messages.message("echo " + request.getSendMessage().getText()));
                    asked.reply(request, Messages.success());
                })) {
            for (int i = 0; i < ROUNDS; i++) {
                assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/c", "n" + i)));
                assertEquals("n" + i, plugin.next().getSendMessage().getText());
                assertEquals("echo n" + i, plugin.next().getMessage().getText());
            }
            assertEquals(ROUNDS, backend.waiting());
        }
    }

    @BrokersTest
    void afterTheHeadersNothingIsMissedAndNothingOlderComes() throws Exception {
        Channel watcher = core.connect("watcher");
        try (ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
                Plugin witness = Plugin.attached(watcher)) {
            for (int i = 0; i < ROUNDS; i++) {
                try (Plugin plugin = i % 2 == 0 ? Plugin.attached(watcher) : Plugin.attached(watcher, net + i)) {
                    backend.send(Messages.message("n" + i));
                    assertEquals("n" + i, plugin.next().getMessage().getText());
                    assertEquals("n" + i, witness.next().getMessage().getText());
                }
            }
        }
    }

    @BrokersTest
    void everyPluginGetsEveryEventInTheSameOrder() throws Exception {
        Channel bot = core.connect("bot");
        List<Plugin> plugins = List.of(Plugin.attached(core.connect("one")), Plugin.attached(bot, Names.fresh("c")),
                Plugin.attached(bot));
        try (ChatBackend irc = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
                ChatBackend xmpp = ChatBackend.connected(core.connect("chat"), "xmpp", net, ChatBackend.OBEYS)) {
            Thread other = new Thread(() -> sendMany(xmpp, "b"));
            other.start();
            List<ListenableFuture<Message>> calls = Stream.iterate(0, i -> i < EACH, i -> i + 1)
                    .map(i -> Calls.begin(bot, Messages.sendMessage("irc://%s/c".formatted(net), "call" + i))).toList();
            sendMany(irc, "a");
            other.join();
            for (ListenableFuture<Message> call : calls) {
                call.get();
            }
            List<Event> first = next(plugins.get(0), 3 * EACH);
            assertEquals(3 * EACH, first.stream().distinct().count());
            assertAll(plugins.stream().skip(1).map(plugin -> () -> assertEquals(first, next(plugin, 3 * EACH))));
            assertEquals(Stream.iterate(0, i -> i < EACH, i -> i + 1).map(i -> "a" + i).toList(),
                    first.stream().map(event -> event.getMessage().getText()).filter(t -> t.startsWith("a")).toList());
        } finally {
            plugins.forEach(Plugin::close);
        }
    }

    private static void sendMany(ChatBackend backend, String stem) {
        for (int i = 0; i < EACH; i++) {
            backend.send(Messages.message(stem + i));
        }
    }

    private static List<Event> next(Plugin plugin, int count) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(plugin.next());
        }
        return events;
    }

    @BrokersTest
    void aPluginThatFallsTooFarBehindIsEndedAndNoOther(TestBroker broker) throws Exception {
        Core strict = STRICT.on(broker);
        String text = "x".repeat(200_000);
        try (Plugin slow = Plugin.thatDoesNotRead(strict.connect("slow"));
                Plugin quick = Plugin.attached(strict.connect("quick"));
                ChatBackend backend = ChatBackend.connected(strict.connect("chat"), "irc", net, ChatBackend.OBEYS)) {
            for (int i = 0; i < 2 * MAX_LAG; i++) {
                backend.send(Messages.message(i + text));
                assertEquals(i + text, quick.next().getMessage().getText());
            }
            slow.readOn();
            assertEquals("INTERNAL: client fell too far behind", Calls.text(slow.awaitEnd()));
            assertFalse(quick.hasEnded());
        }
    }
}
