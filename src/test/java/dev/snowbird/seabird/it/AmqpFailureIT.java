package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.CoreHealth;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A core whose broker goes and comes back (docs/architecture.md, "When AMQP is lost"). */
class AmqpFailureIT {

    private static final int CYCLES = 3;
    /** They grow to their size with the work that there is, whatever it is, and the test's own. */
    private static final Pattern FIXED_POOLS = Pattern.compile(
            "(vert\\.x|snowbird|awaitility|HttpClient)-.*|process reaper");
    /** Longer than any test waits, so that nothing ends because its time is over. */
    private static final Map<String, String> PATIENT = Map.of("seabird.request-timeout", "100s");

    @BrokersTest(ownBroker = true)
    void everythingIsUnavailableWithoutTheBrokerAndWorksAgainWithIt(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri(), PATIENT)) {
            Channel peer = core.connect("peer");
            CoreHealth health = new CoreHealth(core, peer);
            health.await(true);
            List<Plugin> plugins = List.of(Plugin.attached(peer), Plugin.attached(peer, "weather"));
            ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.IGNORES);
            Future<?> call = SeabirdGrpc.newFutureStub(peer).sendMessage(CrossCore.message("irc://net/x", "waits"));
            backend.nextRequest();

            broker.stop();

            plugins.forEach(plugin -> assertUnavailable(plugin.awaitEnd()));
            assertUnavailable(backend.awaitEnd());
            ExecutionException failed = assertThrows(ExecutionException.class,
                    () -> call.get(Broker.patience().toSeconds(), TimeUnit.SECONDS));
            assertUnavailable(Status.fromThrowable(failed));
            health.await(false);
            assertNothingWorks(peer);

            broker.start();

            health.await(true);
            assertChatWorks(peer);
        }
    }

    private static void assertNothingWorks(Channel peer) {
        assertUnavailable(assertThrows(StatusRuntimeException.class, () -> SeabirdGrpc.newBlockingStub(peer)
                .sendMessage(CrossCore.message("irc://net/x", "?"))).getStatus());
        assertUnavailable(Plugin.open(peer).awaitEnd());
        assertUnavailable(Plugin.open(peer, "weather").awaitEnd());
        ChatBackend backend = ChatBackend.silent(peer, ChatBackend.OBEYS);
        backend.hello("irc", "net");
        assertUnavailable(backend.awaitEnd());
    }

    static void assertChatWorks(Channel peer) throws Exception {
        try (ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(peer, "weather")) {
            backend.send(CrossCore.said("again"));
            assertEquals("again", plugin.next().getMessage().getText());
            SeabirdGrpc.newBlockingStub(peer).sendMessage(CrossCore.message("irc://net/x", "and back"));
            assertEquals("and back", backend.nextRequest().getSendMessage().getText());
        }
    }

    static void assertUnavailable(Status status) {
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
    }

    @BrokersTest(ownBroker = true)
    void nothingIsLeftOfWhatItLost(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri(), PATIENT)) {
            Channel peer = core.connect("peer");
            CoreHealth health = new CoreHealth(core, peer);
            loseAndRegain(broker, peer, health);
            int queues = broker.queues();
            int connections = broker.connections();
            Map<String, Long> threads = threads();

            for (int i = 0; i < CYCLES; i++) {
                loseAndRegain(broker, peer, health);
            }

            await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(queues, broker.queues()));
            await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(connections, broker.connections()));
            await().atMost(Broker.patience()).untilAsserted(() -> assertNoMore(threads, threads()));
        }
    }

    private static void loseAndRegain(TestBroker broker, Channel peer, CoreHealth health) throws Exception {
        List<Plugin> plugins = List.of(Plugin.attached(peer), Plugin.attached(peer, "weather"));
        ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);
        SeabirdGrpc.newBlockingStub(peer).sendMessage(CrossCore.message("irc://net/x", "hello"));
        broker.restart();
        plugins.forEach(Plugin::awaitEnd);
        backend.awaitEnd();
        health.await(true);
    }

    /** How many threads there are of each name, numbers aside. */
    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(thread -> thread.getName().replaceAll("\\d+", "#"))
                .filter(name -> !FIXED_POOLS.matcher(name).matches())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static void assertNoMore(Map<String, Long> before, Map<String, Long> now) {
        assertEquals(Map.of(), now.entrySet().stream()
                .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
