package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.seabird.chat.BackendId;
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
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.MentionEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.Event;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Plugins that say which events they want get those, each once and in order, and no others. */
@InBothEventQueues
class EventFiltersIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    private static final int PLUGINS = 20;
    private static final int TALK = 80;

    private final String net = Names.fresh("net");
    /** Given as a command by the backend when there is nothing more to come. */
    private final String end = Names.fresh("end");
    private Core core;
    private Channel bot;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        bot = core.connect("bot");
    }

    @BrokersTest
    void whatIsAskedForComesOnceAndInOrder() throws Exception {
        String ping = Names.fresh("ping");
        try (Plugin all = Plugin.attached(bot);
                Plugin some = attached("type=command & command.command=%s, type=mention".formatted(ping));
                Plugin overlapping = attached("type=command", "command=" + ping, "command.backend_id=irc://" + net);
                Plugin mine = Plugin.attached(Plugin.withFilter(bot, "mine, command=" + end), ping);
                ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS)) {
            backend.send(Messages.message("hi"));
            backend.send(Messages.command(ping));
            backend.send(Messages.command("other"));
            backend.send(ChatEvent.newBuilder().setMention(MentionEvent.newBuilder()
                    .setSource(Messages.source("#chan", "u")).setText("you")));
            backend.send(Messages.command(ping));
            backend.send(Messages.command(end));

            assertEquals(List.of(ping, "MENTION", ping, end), untilEnd(some));
            assertEquals(List.of(ping, "other", ping, end), untilEnd(overlapping));
            assertEquals(List.of(ping, ping, end), untilEnd(mine));
            assertEquals(List.of("MESSAGE", ping, "other", "MENTION", ping, end), untilEnd(all));
        }
    }

    @BrokersTest
    void idsAreMatchedHoweverTheyAreWrittenAndHoweverLongTheyAre() throws Exception {
        String channel = "#ä,&%2F " + "x".repeat(300);
        String command = "naïve & ".repeat(60);
        String canonical = "irc://%s/%s".formatted(net, escaped(channel));
        try (Plugin written = attached("message.channel_id=" + canonical);
                Plugin loose = attached("channel_id = irc://%s/%s & type = message".formatted(net,
                        "#%C3%A4%2C%26%252F " + "x".repeat(300)));
                Plugin named = attached("command=" + escaped(command));
                Plugin elsewhere = attached("message.channel_id=" + canonical + "x", "backend_id=xmpp://" + net);
                ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS)) {
            backend.send(Messages.message("elsewhere"));
            backend.send(ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder()
                    .setSource(Messages.source(channel, "u")).setText("here")));
            backend.send(ChatEvent.newBuilder().setCommand(CommandEvent.newBuilder()
                    .setSource(Messages.source(channel, "u")).setCommand(command)));
            backend.send(Messages.command(end));

            assertEquals(List.of("MESSAGE", end), untilEnd(written));
            assertEquals(List.of("MESSAGE", end), untilEnd(loose));
            assertEquals(List.of(command, end), untilEnd(named));
            assertEquals(List.of(end), untilEnd(elsewhere));
        }
    }

    private static String escaped(String text) {
        return new BackendId("", "").absolute(text).substring(":///".length());
    }

    @BrokersTest
    void aBadFilterIsRefusedInsteadOfHeadersAndClaimsNothing() throws Exception {
        String command = Names.fresh("command");
        try (Plugin refused = Plugin.open(Plugin.withFilter(bot, "mine", "type=all"), command)) {
            assertEquals("INVALID_ARGUMENT: bad filter \"type=all\": events are of the types message, private_message,"
                    + " mention, command, action, private_action, send_message, send_private_message, perform_action,"
                    + " perform_private_action", Calls.text(refused.awaitEnd()));
            assertFalse(refused.hasHeaders());
            Plugin.attached(bot, command).close();
        }
    }

    @BrokersTest
    void aTokenMayHaveAFilterForPluginsThatHaveNone() throws Exception {
        String user = Names.fresh("user");
        Channel plugin = core.connect(user);
        try (Plugin before = Plugin.attached(plugin); Tokens tokens = Tokens.open(core.database())) {
            assertTrue(tokens.filter(user, "type=command"));
            try (Plugin after = Plugin.attached(plugin);
                    Plugin own = Plugin.attached(Plugin.withFilter(plugin, "type=message", "command=" + end));
                    ChatBackend backend = ChatBackend.connected(
                            core.connect("chat"), "irc", net, ChatBackend.OBEYS)) {
                backend.send(Messages.message("hi"));
                backend.send(Messages.command("other"));
                backend.send(Messages.command(end));

                assertEquals(List.of("MESSAGE", "other", end), untilEnd(before));
                assertEquals(List.of("other", end), untilEnd(after));
                assertEquals(List.of("MESSAGE", end), untilEnd(own));
            }
        }
    }

    /** Seen of 20 plugins with a command each: what the broker has to deliver, and plugins to read. */
    @BrokersTest
    void aFilterSavesDeliveries() throws Exception {
        List<String> commands = IntStream.range(0, PLUGINS).mapToObj(i -> Names.fresh("c" + i)).toList();
        assertEquals(PLUGINS * (TALK + PLUGINS), delivered(commands, i -> bot));
        assertEquals(PLUGINS * PLUGINS, delivered(commands, i -> Plugin.withFilter(bot, "type=command")));
        assertEquals(PLUGINS, delivered(commands, i -> Plugin.withFilter(bot, "mine, command=" + end)));
    }

    private int delivered(List<String> commands, IntFunction<Channel> channels) throws Exception {
        List<Plugin> plugins = new ArrayList<>();
        try (ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS)) {
            for (int i = 0; i < PLUGINS; i++) {
                plugins.add(Plugin.attached(channels.apply(i), commands.get(i)));
            }
            for (int i = 0; i < TALK; i++) {
                backend.send(Messages.message("talk"));
            }
            commands.forEach(command -> backend.send(Messages.command(command)));
            backend.send(Messages.command(end));
            int delivered = 0;
            for (Plugin plugin : plugins) {
                delivered += untilEnd(plugin).size() - 1;
            }
            return delivered;
        } finally {
            plugins.forEach(Plugin::close);
        }
    }

    private Plugin attached(String... filters) {
        List<String> all = new ArrayList<>(List.of(filters));
        all.add("command=" + end);
        return Plugin.attached(Plugin.withFilter(bot, all.toArray(String[]::new)));
    }

    /** What came, commands by their names and others by their types; events of a core come in one order. */
    private List<String> untilEnd(Plugin plugin) throws InterruptedException {
        List<String> came = new ArrayList<>();
        while (!came.contains(end)) {
            Event next = plugin.next();
            came.add(next.hasCommand() ? next.getCommand().getCommand() : next.getInnerCase().name());
        }
        return came;
    }
}
