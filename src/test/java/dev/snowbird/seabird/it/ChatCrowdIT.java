package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatRegistry;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.Remains;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.JoinChannelResponse;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** Many plugins and backends of one core at once. */
class ChatCrowdIT {

    private static final int SILENT_PLUGINS = 1000;
    private static final int COMMAND_PLUGINS = 50;
    private static final int BACKENDS = 50;
    private static final int EVENTS_OF_EACH = 2;
    private static final int CALLS_OF_EACH = 20;
    private static final int SOCKETS = 10;
    /** In the whole JVM, peers and the embedded broker included; a thread for each stream would be noticed. */
    private static final int THREADS = 250;
    private static final Duration LONG = Duration.ofMinutes(2);
    /** What is asked comes back as the reason of a failure, which is told verbatim. */
    private static final ChatBackend.Habit ECHOES = (backend, request) -> backend.send(ChatEvent.newBuilder()
            .setId(request.getId()).setFailed(
                    FailedChatEvent.newBuilder().setReason("no " + request.getJoinChannel().getChannelName())));

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Channel> sockets = new ArrayList<>();
    private final List<Plugin> plugins = new ArrayList<>();
    private final List<ChatBackend> backends = new ArrayList<>();

    /** On a busy machine, what 1,000 plugins and the embedded broker do may take longer than two heartbeats. */
    private static final Map<String, String> PATIENT =
            Map.of("seabird.request-timeout", "60s", "amqp.heartbeat", "60s");

    @BrokersTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyPluginGetsEveryEventAndEveryCallerItsOwnReplyOnFewThreads(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri(), PATIENT)) {
            threads.resetPeakThreadCount();
            connect(core);

            backends.forEach(ChatCrowdIT::talk);
            List<Call> calls = IntStream.range(0, BACKENDS * CALLS_OF_EACH).mapToObj(this::call).toList();

            for (Call call : calls) {
                assertEquals(Status.UNKNOWN.withDescription("no " + call.asked()).toString(), call.refusal().toString());
            }
            for (int i = 0; i < BACKENDS; i++) {
                assertEquals(callsOf(i), requestsOf(backends.get(i)));
            }
            assertOneOrder();
            assertFewThreads(broker);
            leave(core, broker);
        }
    }

    @BrokersTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aCoreThatStopsEndsAllStreamsAndFreesWhatTheyHad(TestBroker broker) throws Exception {
        Core core = Core.start(broker.amqpUri(), PATIENT);
        try {
            connect(core);
            long start = System.nanoTime();
            core.application().close();
            System.out.printf("A core on %s with %d streams closes in %d ms%n", broker.name(),
                    plugins.size() + backends.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            plugins.forEach(plugin -> assertEquals(Status.Code.UNAVAILABLE, plugin.awaitEnd().getCode()));
            backends.forEach(backend -> assertEquals(Status.Code.UNAVAILABLE, backend.awaitEnd().getCode()));
            await().atMost(LONG).until(() -> broker.connections() + broker.queues() == 0);
        } finally {
            core.close();
        }
    }

    private void connect(Core core) throws Exception {
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(core.connectCrowd("peer-" + i));
        }
        IntStream.range(0, SILENT_PLUGINS).forEach(i -> plugins.add(Plugin.open(socket(i))));
        IntStream.range(0, COMMAND_PLUGINS).forEach(i -> plugins.add(Plugin.open(socket(i), "command-" + i)));
        for (int i = 0; i < BACKENDS; i++) {
            ChatBackend backend = ChatBackend.silent(socket(i), ECHOES);
            backend.hello("irc", "net-" + i);
            backends.add(backend);
        }
        plugins.forEach(Plugin::awaitHeaders);
        await().atMost(LONG).until(() -> ChatRegistry.of(sockets.get(0)).backends() == BACKENDS);
        assertEquals(COMMAND_PLUGINS, ChatRegistry.of(sockets.get(0)).commands());
    }

    private Channel socket(int peer) {
        return sockets.get(peer % SOCKETS);
    }

    private static void talk(ChatBackend backend) {
        for (int i = 0; i < EVENTS_OF_EACH; i++) {
            backend.send(ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText(String.valueOf(i))));
        }
    }

    /** A call of one plugin, and what its backend is to be asked. */
    private record Call(String asked, ListenableFuture<JoinChannelResponse> future) {

        Status refusal() {
            return Status.fromThrowable(assertThrows(ExecutionException.class,
                    () -> future.get(LONG.toSeconds(), TimeUnit.SECONDS)));
        }
    }

    /** One after the other of the backends is called, so that they all are at once. */
    private Call call(int number) {
        int backend = number % BACKENDS;
        String asked = asked(backend, number / BACKENDS);
        return new Call(asked, SeabirdGrpc.newFutureStub(socket(number)).joinChannel(JoinChannelRequest.newBuilder()
                .setBackendId(new BackendId("irc", "net-" + backend).toString()).setChannelName(asked).build()));
    }

    private static String asked(int backend, int call) {
        return "net-%d #%d".formatted(backend, call);
    }

    private static TreeSet<String> callsOf(int backend) {
        TreeSet<String> asked = new TreeSet<>();
        IntStream.range(0, CALLS_OF_EACH).forEach(call -> asked.add(asked(backend, call)));
        return asked;
    }

    private static TreeSet<String> requestsOf(ChatBackend backend) throws InterruptedException {
        TreeSet<String> asked = new TreeSet<>();
        assertEquals(CALLS_OF_EACH, backend.waiting());
        for (int i = 0; i < CALLS_OF_EACH; i++) {
            asked.add(backend.nextRequest().getJoinChannel().getChannelName());
        }
        return asked;
    }

    private void assertOneOrder() throws InterruptedException {
        List<Event> order = events(plugins.get(0));
        Map<String, Long> ofEachText = new HashMap<>();
        order.forEach(event -> ofEachText.merge(event.getMessage().getText(), 1L, Long::sum));
        assertEquals(Map.of("0", (long) BACKENDS, "1", (long) BACKENDS), ofEachText);
        for (Plugin plugin : plugins.subList(1, plugins.size())) {
            assertEquals(order, events(plugin));
        }
        plugins.forEach(plugin -> assertEquals(0, plugin.waiting()));
    }

    private static List<Event> events(Plugin plugin) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        while (events.size() < BACKENDS * EVENTS_OF_EACH) {
            events.add(plugin.next());
        }
        return events;
    }

    private void assertFewThreads(TestBroker broker) {
        Runtime jvm = Runtime.getRuntime();
        System.out.printf("%d plugins and %d backends at once on %s: at most %d threads, %d MB of heap in use%n",
                plugins.size(), backends.size(), broker.name(), threads.getPeakThreadCount(),
                (jvm.totalMemory() - jvm.freeMemory()) >> 20);
        assertTrue(threads.getPeakThreadCount() < THREADS, "threads: " + threads.getPeakThreadCount());
    }

    /** Nothing of the peers stays; what the core has for itself does. */
    private void leave(Core core, TestBroker broker) throws Exception {
        plugins.forEach(Plugin::close);
        backends.forEach(ChatBackend::close);
        Remains.awaitNone(core, broker);
    }
}
