package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.Remains;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.MessageEvent;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Timeout;

/** Plugins and backends that come and go leave nothing behind. */
class ChatLeakIT {

    private static final int SILENT_PLUGINS = 700;
    private static final int COMMAND_PLUGINS = 150;
    private static final int BACKENDS = 150;
    /** One in so many goes while it is still being attached. */
    private static final int IMPATIENT = 10;
    private static final Duration LONG = Duration.ofMinutes(2);
    /** Pools have now more, now fewer threads; one left behind in fifty cycles would be noticed. */
    private static final int SOME_THREADS = 20;

    /** Attaches the peer of that number, and lets it go; the impatient ones go first. */
    @FunctionalInterface
    private interface Cycle {

        void run(int peer, boolean impatient) throws Exception;
    }

    @BrokersTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aThousandCyclesLeaveNothing(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri())) {
            Channel socket = core.connectCrowd("peer");
            CamelContext camel = core.application().camelContext();
            Plugin watcher = Plugin.attached(socket);
            cyclesOfEach(broker, socket, watcher, 1);
            int threads = Thread.activeCount();
            int routes = camel.getRoutesSize();
            int endpoints = camel.getEndpoints().size();

            cyclesOfEach(broker, socket, watcher, 50);

            watcher.close();
            Remains.awaitNone(core, broker);
            assertEquals(routes, camel.getRoutesSize());
            assertEquals(endpoints, camel.getEndpoints().size());
            await().atMost(LONG).until(() -> Thread.activeCount() <= threads + SOME_THREADS);
        }
    }

    /** Fiftieths of all, of each kind. */
    private static void cyclesOfEach(TestBroker broker, Channel socket, Plugin watcher, int fiftieths)
            throws Exception {
        cycles(broker, "plugins", SILENT_PLUGINS * fiftieths / 50, (i, impatient) -> plugin(socket, impatient));
        cycles(broker, "plugins with a command", COMMAND_PLUGINS * fiftieths / 50,
                (i, impatient) -> plugin(socket, impatient, "command-" + fiftieths + "-" + i));
        cycles(broker, "backends", BACKENDS * fiftieths / 50,
                (i, impatient) -> backend(socket, watcher, impatient, "net-" + fiftieths + "-" + i));
    }

    private static void cycles(TestBroker broker, String kind, int number, Cycle cycle) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < number; i++) {
            cycle.run(i, i % IMPATIENT == 0);
        }
        System.out.printf("%d %s on %s, one after the other: %.1f ms each%n", number, kind, broker.name(),
                (System.nanoTime() - start) / 1e6 / Math.max(1, number));
    }

    private static void plugin(Channel socket, boolean impatient, String... commands) {
        try (Plugin plugin = Plugin.open(socket, commands)) {
            if (!impatient) {
                plugin.awaitHeaders();
            }
        }
    }

    /** What a backend says after its hello is told to plugins only once it is connected. */
    private static void backend(Channel socket, Plugin watcher, boolean impatient, String id) throws Exception {
        try (ChatBackend backend = ChatBackend.silent(socket, ChatBackend.IGNORES)) {
            backend.hello("irc", id);
            if (!impatient) {
                backend.send(ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText(id)));
                assertEquals(id, watcher.next().getMessage().getText());
            }
        }
    }
}
