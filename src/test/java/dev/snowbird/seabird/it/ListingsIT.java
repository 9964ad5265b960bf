package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.chat_ingest.LeaveChannelChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.Channel;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Which backends there are, and which channels they are in (Seabird contract, sections 6 and 9). */
class ListingsIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    /** Its last two are the other way round where texts are compared by UTF-16. */
    private static final List<String> IN_ORDER = List.of("", "#b", "/", "B", "a", "ab", "ü", "\uE000", "\uD83D\uDE00");

    private final String net = Names.fresh("net");
    private Core core;
    private io.grpc.Channel chat;
    private SeabirdGrpc.SeabirdBlockingStub plugin;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        chat = core.connect("chat");
        plugin = core.calls("bot");
    }

    @BrokersTest
    void backendsAreListedInTheOrderOfTheBytesOfTypesAndIds() {
        List<ChatBackend> shuffled = List.of(8, 3, 0, 7, 5, 1, 6, 2, 4).stream().map(IN_ORDER::get)
                .map(id -> ChatBackend.connected(chat, "a-" + net, id, ChatBackend.OBEYS)).toList();
        try (ChatBackend lesserType = ChatBackend.connected(chat, "B-" + net, "z", ChatBackend.OBEYS)) {
            List<Backend> listed = plugin.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsList()
                    .stream().filter(backend -> backend.getType().endsWith(net)).toList();
            assertEquals(Backend.newBuilder().setType("B-" + net).setId("B%2D" + net + "://z").build(), listed.get(0));
            assertEquals(List.of("", "%23b", "%2F", "B", "a", "ab", "%C3%BC", "%EE%80%80", "%F0%9F%98%80"),
                    listed.stream().skip(1).map(backend -> backend.getId().split("://", 2)[1]).toList());
            assertEquals(0, lesserType.waiting());
        } finally {
            shuffled.forEach(ChatBackend::close);
        }
    }

    @BrokersTest
    void channelsAreListedInTheOrderOfTheBytesOfTheirIds() {
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS)) {
            List.of(8, 3, 0, 7, 5, 1, 6, 2, 4).forEach(i -> backend.send(join(IN_ORDER.get(i), "n" + i, "t" + i)));
            await().atMost(Broker.patience()).until(() -> channels().size() == IN_ORDER.size());
            assertEquals(List.of("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"),
                    channels().stream().map(Channel::getDisplayName).toList());
            assertEquals(channel("%23b", "n1", "t1"), channels().get(1));
        }
    }

    @BrokersTest
    void channelsAreJoinedChangedAndLeft() {
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS)) {
            assertEquals(List.of(), channels());
            List<ChatEvent.Builder> events = List.of(change("#b", "unknown", "x"), leave("#b"), join("#a", "A", "one"),
                    join("#b", "B", "one"), change("#a", "A2", "two"), change("#b", "", ""), join("#c", "C", "one"),
                    join("#c", "C2", ""), leave("#b"), change("#b", "gone", "x"));
            events.forEach(backend::send);
            await().atMost(Broker.patience()).untilAsserted(() ->
                    assertEquals(List.of(channel("%23a", "A2", "two"), channel("%23c", "C2", "")), channels()));
            assertEquals(channel("%23a", "A2", "two"), plugin.getChannelInfo(ChannelInfoRequest.newBuilder()
                    .setChannelId("irc://" + net + "/#a").build()).getChannel());
            assertEquals("NOT_FOUND: channel not found", Calls.outcome(chat,
                    ChannelInfoRequest.newBuilder().setChannelId("irc://" + net + "/#b").build()));
        }
        await().atMost(Broker.patience()).until(() -> Calls.outcome(chat,
                        ListChannelsRequest.newBuilder().setBackendId("irc://" + net).build())
                .equals("NOT_FOUND: backend not found"));
        assertEquals("NOT_FOUND: backend not found", Calls.outcome(chat,
                ChannelInfoRequest.newBuilder().setChannelId("irc://" + net + "/#a").build()));
    }

    @BrokersTest
    void aChannelThatABackendTellsInItsReplyIsKnownAsWell() throws Exception {
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, (asked, request) ->
                asked.reply(request, join(request.getJoinChannel().getChannelName(), "joined", "")))) {
            assertEquals("OK", Calls.outcome(chat, JoinChannelRequest.newBuilder()
                    .setBackendId("irc://" + net).setChannelName("#new").build()));
            assertEquals("#new", backend.nextRequest().getJoinChannel().getChannelName());
            await().atMost(Broker.patience()).until(() ->
                    channels().equals(List.of(channel("%23new", "joined", ""))));
        }
    }

    private List<Channel> channels() {
        return plugin.listChannels(ListChannelsRequest.newBuilder().setBackendId("irc://" + net).build())
                .getChannelsList();
    }

    private Channel channel(String id, String name, String topic) {
        return Channel.newBuilder().setId("irc://" + net + "/" + id).setDisplayName(name).setTopic(topic).build();
    }

    private static ChatEvent.Builder join(String id, String name, String topic) {
        return ChatEvent.newBuilder().setJoinChannel(
                JoinChannelChatEvent.newBuilder().setChannelId(id).setDisplayName(name).setTopic(topic));
    }

    private static ChatEvent.Builder change(String id, String name, String topic) {
        return ChatEvent.newBuilder().setChangeChannel(
                ChangeChannelChatEvent.newBuilder().setChannelId(id).setDisplayName(name).setTopic(topic));
    }

    private static ChatEvent.Builder leave(String id) {
        return ChatEvent.newBuilder().setLeaveChannel(LeaveChannelChatEvent.newBuilder().setChannelId(id));
    }
}
