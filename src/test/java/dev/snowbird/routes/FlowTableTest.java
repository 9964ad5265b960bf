package dev.snowbird.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.message.AmpPath;
import dev.snowbird.testing.BackendCall;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatPeers;
import dev.snowbird.testing.Chats;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.RouteFile;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/editing-routes.md on what comes into each route, and what leaves it, are what a program does. */
class FlowTableTest {

    private static final String CLIENT = "0123456789abcdef";
    private static final String ANSWER = Broker.description("answer", "it");
    private static final ChatBackend.Habit DOES_ALL = (backend, request) -> backend.reply(request, request.hasMetadata()
            ? ChatEvent.newBuilder().setMetadata(MetadataChatEvent.getDefaultInstance())
            : Chats.success("").toBuilder());
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** As {@code Camel (camel-1) thread #4 - timer://x}. */
    private static final Pattern CAMELS_THREAD = Pattern.compile("Camel .* - ([\\w-]+)://.*");

    /** How the table tells of a route, cell by cell. */
    private record Row(Set<String> bodiesIn, Set<String> headersIn, Set<String> propertiesIn, String leaves,
            Set<String> propertiesSet, Set<String> threads, String mayBlock) {
    }

    private static Map<String, FlowProbe.Flow> seen;
    private static Map<String, Set<Class<?>>> types;
    /** Who is told of every exchange of the program, but for the probe. */
    private static List<Object> watchers;

    @BeforeAll
    static void runEveryRoute(@TempDir Path folder) throws Exception {
        String database = "sqlite:" + folder.resolve("tokens.db");
        Map<String, String> settings = new HashMap<>(FlowProbe.SETTING);
        settings.putAll(Map.of("seabird.enabled", "true", "seabird.bind-host", "127.0.0.1:0",
                "seabird.database-url", database, "rendezvous.metrics-log", folder.resolve("metrics.log").toString(),
                "rendezvous.reload-interval", "1s", "rendezvous.cleanup-interval", "1s", "seabird.request-timeout",
                "60s", "rendezvous.metrics-check-interval", "1s", "rendezvous.client-timeout", "60s"));
        try (Broker broker = Broker.start(settings)) {
            CamelContext camel = broker.application().camelContext();
            FlowProbe probe = camel.getRegistry().findSingleByType(FlowProbe.class);
            watchers = watchers(camel).filter(watcher -> !probe.is(watcher)).toList();
            readPages(broker);
            meet(broker);
            Listener seabird = broker.application().listener("seabird");
            try (ChatPeers peers = new ChatPeers(seabird.host(), seabird.port(), database)) {
                chat(peers.connect("weather"));
            }
            await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(camel.getRoutes().stream()
                    .map(Route::getRouteId).collect(Collectors.toSet()), probe.flows().keySet()));
            await().atMost(Broker.patience()).until(() -> camel.getInflightRepository().size() == 0);
            seen = probe.flows();
            types = probe.types();
        }
    }

    @Test
    void everyRouteOfTheProgramIsInTheTableWithWhatWasSeenOfIt() throws IOException {
        Map<String, Row> rows = rows();

        assertEquals(seen.keySet(), rows.keySet());
        rows.forEach((id, row) -> {
            FlowProbe.Flow flow = seen.get(id);
            assertEquals(row.bodiesIn, flow.bodiesIn(), id);
            assertEquals(row.propertiesIn, flow.propertiesIn(), id);
            assertTrue(flow.headersIn().containsAll(row.headersIn), () -> id + flow.headersIn());
            assertEquals(row.propertiesSet, without(row.propertiesIn, flow.propertiesOut()), id);
            // What nobody looks at is not in the table.
            assertTrue(row.leaves.isEmpty() || Set.of(row.leaves).equals(flow.bodiesOut()),
                    () -> id + flow.bodiesOut());
        });
    }

    @Test
    void nobodyIsToldOfEveryExchange() {
        assertEquals(List.of(), watchers);
    }

    @Test
    void aRouteBeginsOnTheThreadsThatTheTableTellsAndMayBlockIfAllOfThemMay() throws IOException {
        Map<String, String> threads = new TreeMap<>();
        cells("### Threads").forEach(line -> threads.put(quoted(line.get(0)).iterator().next(), line.get(2)));

        rows().forEach((id, row) -> {
            Set<String> names = seen.get(id).threads().stream().map(FlowTableTest::kind).collect(Collectors.toSet());
            assertTrue(row.threads.containsAll(names), () -> id + names);
            assertTrue(threads.keySet().containsAll(row.threads), id);
            assertEquals(row.threads.stream().allMatch(name -> threads.get(name).equals("yes")) ? "yes" : "no",
                    row.mayBlock, id);
        });
    }

    @Test
    void everyPropertyIsOfTheTypeThatTheTableTells() throws IOException {
        Map<String, String> table = new TreeMap<>();
        cells("### Properties").forEach(line -> table.put(
                quoted(line.get(0)).iterator().next(), quoted(line.get(1)).iterator().next()));

        assertEquals(RouteVocabulary.properties(), table.keySet());
        types.forEach((name, classes) -> classes.forEach(type ->
                assertTrue(namesOf(type).contains(table.get(name)), () -> name + " is a " + type)));
    }

    @Test
    void everyHeaderThatABuiltInRouteReadsIsInTheTable() throws IOException {
        Pattern read = Pattern.compile("header(?:\\.|: )(\\w+)");
        Map<String, Row> rows = rows();
        for (RouteFile file : RouteFile.builtIn()) {
            Set<String> names = read.matcher(file.text()).results().map(found -> found.group(1))
                    .collect(Collectors.toSet());
            assertTrue(names.isEmpty() || rows.get(file.name()).headersIn.containsAll(names),
                    () -> file.name() + names);
        }
    }

    private static Stream<Object> watchers(CamelContext camel) {
        return Stream.concat(camel.getManagementStrategy().getEventNotifiers().stream()
                .filter(notifier -> !notifier.isIgnoreExchangeEvents()),
                camel.getRoutes().stream().flatMap(route -> route.getRoutePolicyList().stream()));
    }

    private static void readPages(Broker broker) {
        for (String page : List.of("/debug", "/metrics", "/prometheus", "/robots.txt")) {
            get(broker, page);
        }
    }

    private static void get(Broker broker, String path) {
        broker.send(HttpRequest.newBuilder(broker.http(path))).join();
    }

    /**
     * A proxy comes too early, others meet a client over HTTP and one over SQS; a third one by AMP meets the proxy that
     * came twice, if that is still held.
     */
    private static void meet(Broker broker) throws Exception {
        String poll = Broker.clientPoll("it", "restricted");
        CompletableFuture<Map<String, Object>> proxy = held(broker, "one");
        String early = "{\"Sid\":\"early\",\"Version\":\"1.3\",\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";
        CompletableFuture<?> first = broker.pollFrom("10.255.0.1", early);
        CompletableFuture<?> second = broker.pollFrom("10.255.0.1", early);
        CompletableFuture.anyOf(first, second).get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<?> client = broker.post("/client", poll);
        answer(broker, "one", proxy);
        client.join();
        proxy = held(broker, "two");
        broker.offer(CLIENT, poll);
        answer(broker, "two", proxy);
        await().atMost(Broker.patience()).until(() -> broker.response(CLIENT).isPresent());
        CompletableFuture<?> third = broker.get("/amp/client/" + AmpPath.encode(
                Broker.clientPoll("it", "unrestricted").getBytes(StandardCharsets.UTF_8)));
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 0);
        broker.answer("early", ANSWER).join();
        third.join();
    }

    private static CompletableFuture<Map<String, Object>> held(Broker broker, String sid) {
        int before = broker.waitingProxies();
        CompletableFuture<Map<String, Object>> proxy = broker.poll(sid, "unrestricted", 0);
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() > before);
        return proxy;
    }

    private static void answer(Broker broker, String sid, CompletableFuture<?> proxy)
            throws ExecutionException, InterruptedException {
        proxy.get();
        broker.answer(sid, ANSWER).join();
    }

    /** A plugin and a backend make every call, and one that finds no backend. */
    private static void chat(Channel core) throws Exception {
        String id = "it";
        String backendId = "t%20y://" + id;
        try (Plugin plugin = Plugin.attached(Plugin.withFilter(core, "type=message"), "weather");
                ChatBackend backend = ChatBackend.connected(core, BackendCall.TYPE, id, DOES_ALL)) {
            backend.send(ChatEvent.newBuilder().setJoinChannel(JoinChannelChatEvent.newBuilder().setChannelId("#c")));
            Message channel = ChannelInfoRequest.newBuilder().setChannelId(backendId + "/%23c").build();
            await().atMost(Broker.patience()).until(() -> Calls.outcome(core, channel).equals("OK"));
            Stream.concat(BackendCall.all(id).stream().map(BackendCall::request), Stream.of(
                    ListBackendsRequest.getDefaultInstance(), CoreInfoRequest.getDefaultInstance(),
                    CommandsRequest.getDefaultInstance(),
                    ListChannelsRequest.newBuilder().setBackendId(backendId).build()))
                    .forEach(call -> assertEquals("OK", Calls.outcome(core, call), call::toString));
            assertEquals("NOT_FOUND: unknown backend", Calls.outcome(core,
                    SendMessageRequest.newBuilder().setChannelId("irc://nowhere/x").setText("Hello").build()));
            backend.send(Chats.MESSAGE.toBuilder());
            Event news;
            do {
                news = plugin.next();
            } while (!news.hasMessage());
            backend.halfClose();
            backend.awaitEnd();
        }
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        cells("## Extension points").stream().filter(line -> line.size() == 8).forEach(line -> {
            Row row = new Row(quoted(line.get(1)), quoted(line.get(2)), quoted(line.get(3)),
                    String.join("", quoted(line.get(4))), quoted(line.get(5)), quoted(line.get(6)), line.get(7));
            quoted(line.get(0)).forEach(id -> rows.put(id, row));
        });
        return rows;
    }

    /** Returns the lines of the first table after a heading, but for its head, as their cells. */
    private static List<List<String>> cells(String heading) throws IOException {
        String guide = Files.readString(Path.of("docs/editing-routes.md"));
        return guide.substring(guide.indexOf("\n" + heading + "\n")).lines().dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|")).skip(2)
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|")).map(String::strip).toList())
                .toList();
    }

    private static Set<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(MatchResult::group).map(name -> name.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> some, Set<String> all) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static String kind(String thread) {
        var camels = CAMELS_THREAD.matcher(thread);
        return camels.matches() ? camels.group(1) : thread.replaceFirst("-\\d+$", "");
    }

    private static Set<String> namesOf(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            names.add(each.getSimpleName());
            Stream.of(each.getInterfaces()).map(Class::getSimpleName).forEach(names::add);
        }
        return names;
    }
}
