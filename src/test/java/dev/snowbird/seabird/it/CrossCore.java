package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendMessageResponse;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * What peers of two cores that share a broker see of each other (Seabird contract, section 13). Replies are awaited for
 * longer than any test waits, so that no test depends on time.
 *
 * @param one a peer's connection with the first core
 * @param two a peer's connection with the second
 */
record CrossCore(Channel one, Channel two) {

    /** What both cores are set to. */
    static final Map<String, String> SETTINGS = Map.of("seabird.request-timeout", "100s");

    private static final int CALLERS = 8;
    private static final ChatBackend.Habit TELLS = (backend, request) -> backend.send(ChatEvent.newBuilder()
            .setId(request.getId()).setMetadata(MetadataChatEvent.newBuilder().putValues("home", "two")));

    static SendMessageRequest message(String channel, String text) {
        return SendMessageRequest.newBuilder().setChannelId(channel).setText(text).build();
    }

    static ChatEvent.Builder said(String text) {
        return ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText(text)
                .setSource(ChannelSource.newBuilder().setChannelId("#chan")));
    }

    void aCallIsAnsweredByTheBackendOfTheOther() throws Exception {
        String net = Names.fresh("call");
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.OBEYS)) {
            SeabirdGrpc.newBlockingStub(one).sendMessage(message("irc://" + net + "/%23chan", "over there"));

            assertEquals("over there", backend.nextRequest().getSendMessage().getText());
            assertEquals(0, backend.waiting());
        }
    }

    void eventsOfBackendsAndPluginsReachThePluginsOfTheOther() throws Exception {
        String net = Names.fresh("news");
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(one)) {
            backend.send(said("heard"));
            assertEquals("irc://" + net + "/%23chan", plugin.next().getMessage().getSource().getChannelId());

            SeabirdGrpc.newBlockingStub(two).sendMessage(message("irc://" + net + "/x", "told"));
            Event told = plugin.next();
            assertEquals("told", told.getSendMessage().getText());
            assertEquals(0, plugin.waiting());
        }
    }

    void theBackendsOwnInformationIsToldByBoth() {
        String net = Names.fresh("known");
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, TELLS)) {
            assertEquals(Map.of("home", "two"), SeabirdGrpc.newBlockingStub(one).getBackendInfo(
                    BackendInfoRequest.newBuilder().setBackendId("irc://" + net).build()).getMetadataMap());
        }
    }

    /** Of one core a plugin knows after that has accepted its stream, of another a moment later. */
    void backendsAndCommandsAreListedByBothUntilTheyAreGone() {
        String type = Names.fresh("list");
        String own = Names.fresh("own");
        String forecast = Names.fresh("forecast");
        CommandMetadata told = CommandMetadata.newBuilder()
                .setName(forecast).setShortHelp("tells the weather").setFullHelp("of tomorrow").build();
        try (ChatBackend first = ChatBackend.connected(one, type + "b", "x", ChatBackend.OBEYS);
                ChatBackend second = ChatBackend.connected(two, type + "a", "x", ChatBackend.OBEYS);
                ChatBackend third = ChatBackend.connected(two, type + "b", "y", ChatBackend.OBEYS);
                Plugin mine = Plugin.attached(one, own);
                Plugin other = Plugin.open(two, StreamEventsRequest.newBuilder()
                        .putCommands(forecast, told).build())) {
            other.awaitHeaders();
            assertEquals(told, commands(two).get(forecast));
            assertEquals(own, commands(one).get(own).getName());
            for (Channel core : List.of(one, two)) {
                await().atMost(Broker.patience()).untilAsserted(() ->
                        assertEquals(List.of(type + "a://x", type + "b://x", type + "b://y"), listed(core, type)));
                await().atMost(Broker.patience()).untilAsserted(() -> assertTrue(commands(core).entrySet()
                        .containsAll(Map.of(own, CommandMetadata.newBuilder().setName(own).build(),
                                forecast, told).entrySet())));
            }
            third.cancel();
            other.cancel();
            for (Channel core : List.of(one, two)) {
                await().atMost(Broker.patience()).untilAsserted(() ->
                        assertEquals(List.of(type + "a://x", type + "b://x"), listed(core, type)));
                await().atMost(Broker.patience()).until(() -> !commands(core).containsKey(forecast));
                assertTrue(commands(core).containsKey(own));
            }
        }
    }

    /** Other tests may have left others. */
    private static List<String> listed(Channel core, String type) {
        return backends(core).stream().filter(id -> id.startsWith(type)).toList();
    }

    static List<String> backends(Channel core) {
        return SeabirdGrpc.newBlockingStub(core).listBackends(ListBackendsRequest.getDefaultInstance())
                .getBackendsList().stream().map(Backend::getId).toList();
    }

    static Map<String, CommandMetadata> commands(Channel core) {
        return SeabirdGrpc.newBlockingStub(core).registeredCommands(CommandsRequest.getDefaultInstance())
                .getCommandsMap();
    }

    void theChannelsOfABackendAreToldByBoth() throws Exception {
        String net = Names.fresh("channels");
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.IGNORES)) {
            backend.send(ChatEvent.newBuilder().setJoinChannel(JoinChannelChatEvent.newBuilder()
                    .setChannelId("#chan").setDisplayName("Chan").setTopic("snow")));
            io.coded.seabird.common.Channel channel = io.coded.seabird.common.Channel.newBuilder()
                    .setId("irc://" + net + "/%23chan").setDisplayName("Chan").setTopic("snow").build();
            for (Channel core : List.of(two, one)) {
                SeabirdGrpc.SeabirdBlockingStub calls = SeabirdGrpc.newBlockingStub(core);
                await().atMost(Broker.patience()).until(() -> calls.listChannels(ListChannelsRequest.newBuilder()
                        .setBackendId("irc://" + net).build()).getChannelsList().equals(List.of(channel)));
                assertEquals(channel, calls.getChannelInfo(
                        ChannelInfoRequest.newBuilder().setChannelId("irc://" + net + "/#chan").build()).getChannel());
                assertEquals("NOT_FOUND: channel not found", Calls.outcome(core,
                        ChannelInfoRequest.newBuilder().setChannelId("irc://" + net + "/x").build()));
            }
            // It was asked nothing.
            assertEquals(0, backend.waiting());
            assertEquals("NOT_FOUND: backend not found", Calls.outcome(one,
                    ListChannelsRequest.newBuilder().setBackendId("irc://nowhere").build()));
        }
    }

    /** Whatever was on its way to the backend's queue when its stream ended. */
    void whatIsAskedOfABackendThatGoesEndsAtOnce() {
        String net = Names.fresh("going");
        ListChannelsRequest question = ListChannelsRequest.newBuilder().setBackendId("irc://" + net).build();
        Map<String, String> others = new LinkedHashMap<>();
        for (int round = 0; round < 10; round++) {
            Map<String, Future<Message>> asked = new LinkedHashMap<>();
            try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.OBEYS)) {
                for (int i = 0; i < 40; i++) {
                    asked.put("round %d, question %d before its end".formatted(round, i), Calls.begin(one, question));
                }
                backend.cancel();
                for (int i = 0; i < 40; i++) {
                    asked.put("round %d, question %d after its end".formatted(round, i), Calls.begin(one, question));
                }
            }
            asked.forEach((which, call) -> others.put(which, outcome(call)));
        }
        others.values().removeAll(Set.of("OK", "NOT_FOUND: backend not found"));
        assertEquals(Map.of(), others);
    }

    /** The core of the backend hears what the broker has for it before it goes, and says that it is gone. */
    void whatIsAskedOfABackendWhoseCoreStopsEndsAtOnce(AutoCloseable core) throws Exception {
        String net = Names.fresh("stopping");
        ListChannelsRequest question = ListChannelsRequest.newBuilder().setBackendId("irc://" + net).build();
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.OBEYS)) {
            Set<String> outcomes = ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> asking = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                while (!stopped.get()) {
                    outcomes.add(Calls.outcome(one, question));
                }
            }, callers)).limit(CALLERS).toList();
            core.close();
            stopped.set(true);
            for (CompletableFuture<Void> caller : asking) {
                Broker.get(caller);
            }
            outcomes.removeAll(Set.of("OK", "NOT_FOUND: backend not found"));
            assertEquals(Set.of(), outcomes);
        } finally {
            callers.shutdownNow();
        }
    }

    private static String outcome(Future<?> call) {
        try {
            call.get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
            return "OK";
        } catch (ExecutionException e) {
            return Calls.text(Status.fromThrowable(e));
        } catch (InterruptedException | TimeoutException e) {
            return e.toString();
        }
    }

    void aBackendIdIsTakenForBoth() throws Exception {
        String net = Names.fresh("taken");
        try (ChatBackend first = ChatBackend.connected(two, "irc", net, ChatBackend.OBEYS);
                ChatBackend second = ChatBackend.silent(one, ChatBackend.OBEYS)) {
            second.hello("irc", net);

            assertStatus(Status.ALREADY_EXISTS.withDescription("id already exists"), second.awaitEnd());
            SeabirdGrpc.newBlockingStub(one).sendMessage(message("irc://" + net + "/x", "still there"));
            assertEquals("still there", first.nextRequest().getSendMessage().getText());
        }
    }

    void aCommandIsTakenForBoth() {
        String taken = Names.fresh("taken");
        String free = Names.fresh("free");
        try (Plugin first = Plugin.attached(two, taken, Names.fresh("second"));
                Plugin second = Plugin.open(one, free, taken)) {
            assertStatus(Status.ALREADY_EXISTS.withDescription(
                    "command \"" + taken + "\" already registered by another plugin"), second.awaitEnd());
            // All or none: what was free still is.
            Plugin.attached(one, free).close();
            Assertions.assertFalse(first.hasEnded());
        }
    }

    void aRequestToNobodyEndsOnTheAskingSideAlone() throws Exception {
        String net = Names.fresh("slow");
        try (ChatBackend backend = ChatBackend.connected(two, "irc", net, ChatBackend.IGNORES)) {
            Future<SendMessageResponse> waiting =
                    SeabirdGrpc.newFutureStub(two).sendMessage(message("irc://" + net + "/x", "wait"));
            String id = backend.nextRequest().getId();

            StatusRuntimeException refused = Assertions.assertThrows(StatusRuntimeException.class,
                    () -> SeabirdGrpc.newBlockingStub(one).sendMessage(message("irc://nobody/x", "lost")));
            assertStatus(Status.NOT_FOUND.withDescription("unknown backend"), refused.getStatus());

            backend.send(ChatEvent.newBuilder().setId(id).setSuccess(SuccessChatEvent.getDefaultInstance()));
            waiting.get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void assertStatus(Status expected, Status actual) {
        assertEquals(expected.getCode() + " " + expected.getDescription(),
                actual.getCode() + " " + actual.getDescription());
    }
}
