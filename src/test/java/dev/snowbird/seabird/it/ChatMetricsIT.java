package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Chats;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import dev.snowbird.testing.Wire;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What operators read about Seabird. */
class ChatMetricsIT {

    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `(seabird_\\w+)");
    /** A timer is three samples, and one row. */
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(seabird_\\w+?)(?:_count|_sum|_max)?[{ ]");

    private static final Pattern CORES_THREADS = Pattern.compile("(seabird-grpc|amqp|snowbird)-");
    private static final int TIMES = 40;
    private static final int PLUGINS = 10;

    @BrokersTest
    void theTableOfTheGuideIsWhatACoreCounts(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri())) {
            Channel channel = core.connect("weather");
            ChatBackend.connected(channel, "irc", "libera", ChatBackend.OBEYS);
            Plugin first = Plugin.attached(channel);
            Plugin second = Plugin.attached(channel);

            say(channel, "irc://libera/#lobby");
            assertThrows(StatusRuntimeException.class, () -> say(channel, "irc://nowhere/#lobby"));
            for (Plugin plugin : new Plugin[] {first, first, second, second}) {
                plugin.next();
            }

            // Counted when they are handed on, which who gets them may be quicker than.
            await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(List.of(2.0, 4.0),
                    List.of(events(core, "published"), events(core, "delivered"))));
            assertEquals(names(TABLE_ROW, Files.readString(Path.of("docs/seabird.md"))), names(SAMPLE, page(core)));
        }
    }

    /** What an operation takes of AMQP, of Camel, and of threads that wait until another gives them something to do. */
    private record Cost(int published, int exchanges, long waits) {

        Cost since(Cost before) {
            return new Cost(published - before.published, exchanges - before.exchanges, waits - before.waits);
        }
    }

    /** Counts, so that a change which costs every message something is noticed on any machine. */
    @BrokersTest
    void requestsAndEventsCostNoMoreThanThis(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); Core core = Core.start(URI.create(wire.uri()))) {
            AtomicInteger exchanges = new AtomicInteger();
            core.application().camelContext().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof CamelEvent.ExchangeCreatedEvent) {
                        exchanges.incrementAndGet();
                    }
                }
            });
            Supplier<Cost> cost = () -> new Cost(wire.published(), exchanges.get(), waits());
            Channel channel = core.connect("weather");
            try (ChatBackend backend = ChatBackend.connected(channel, "irc", "libera", ChatBackend.OBEYS)) {
                JoinChannelRequest join =
                        JoinChannelRequest.newBuilder().setBackendId("irc://libera").setChannelName("#c").build();
                // The call, the request to the backend and its reply.
                assertCosts(cost, 2, 3, () -> SeabirdGrpc.newBlockingStub(channel).joinChannel(join));
                List<Plugin> plugins = Stream.generate(() -> Plugin.attached(channel)).limit(PLUGINS).toList();
                // What the backend says, and what all plugins hear of it.
                assertCosts(cost, 1, 2, () -> {
                    backend.send(Chats.MESSAGE.toBuilder());
                    for (Plugin plugin : plugins) {
                        plugin.next();
                    }
                });
                plugins.forEach(Plugin::close);
            }
        }
    }

    private interface Operation {
        void run() throws Exception;
    }

    /** At first there is more to do, such as looking up a token that was made just now. */
    private static void assertCosts(Supplier<Cost> cost, int published, int exchanges, Operation operation) {
        await().atMost(Broker.patience()).untilAsserted(() -> {
            Cost before = cost.get();
            for (int i = 0; i < TIMES; i++) {
                operation.run();
            }
            Cost each = cost.get().since(before);
            assertEquals(TIMES * published, each.published());
            assertEquals(TIMES * exchanges, each.exchanges());
            assertTrue(each.waits() < TIMES / 2, each::toString);
        });
    }

    /** How often the core's threads have waited for work; those that read from sockets wait in another way. */
    private static long waits() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds())).filter(Objects::nonNull)
                .filter(thread -> CORES_THREADS.matcher(thread.getThreadName()).lookingAt())
                .mapToLong(ThreadInfo::getWaitedCount).sum();
    }

    private static void say(Channel channel, String where) {
        SeabirdGrpc.newBlockingStub(channel).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Snow").build());
    }

    private static double events(Core core, String direction) {
        return core.application().meters().get("seabird.events").tag("direction", direction).counter().count();
    }

    private static String page(Core core) throws Exception {
        return Http.get(Http.at(core.listener("management"), "/observe/metrics")).body();
    }

    private static TreeSet<String> names(Pattern name, String text) {
        return name.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
