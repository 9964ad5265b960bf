package dev.snowbird.it;

import com.google.common.util.concurrent.MoreExecutors;
import dev.snowbird.amqp.BrokersTest;
import dev.snowbird.amqp.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much chat goes through a core, beside what the bare client library moves over the same broker in the same run:
 * the ratio says more than the figure, which depends on the machine. {@code mvn -B -q test -Pbench}
 */
class ChatBench {

    private static final List<Integer> CALLERS = List.of(1, 16, 128);
    private static final List<Integer> PLUGINS = List.of(1, 10, 100);

    /** A request is a call of a plugin to a backend that obeys at once; raw, there is a queue each way. */
    @BrokersTest
    void requests(TestBroker broker) throws Exception {
        for (int callers : CALLERS) {
            double raw;
            try (RawAmqp amqp = new RawAmqp(broker)) {
                amqp.answerRequests();
                raw = Pace.perSecond(callers, amqp::request);
            }
            print(broker, callers + " callers, requests/s", requestsThroughCore(broker, callers), raw);
        }
    }

    private static double requestsThroughCore(TestBroker broker, int callers) throws Exception {
        try (Core core = Core.start(broker.amqpUri(), Map.of("seabird.max-waiting-requests", "1000"))) {
            Channel socket = core.connectCrowd("peer");
            ChatBackend.connected(core.connectCrowd("backend"), "irc", "net", ChatBackend.OBEYS);
            SeabirdGrpc.SeabirdFutureStub calls = SeabirdGrpc.newFutureStub(socket);
            JoinChannelRequest request = JoinChannelRequest.newBuilder()
                    .setBackendId("irc://net").setChannelName("#chan").build();
            return Pace.perSecond(callers,
                    done -> calls.joinChannel(request).addListener(done, MoreExecutors.directExecutor()));
        }
    }

    /** An event is one message of a backend; raw, it goes through a headers exchange to a queue for each plugin. */
    @BrokersTest
    void events(TestBroker broker) throws Exception {
        for (int plugins : PLUGINS) {
            double raw;
            try (RawAmqp amqp = new RawAmqp(broker)) {
                amqp.subscribe(plugins);
                raw = Pace.batchesPerSecond(() -> amqp.events(Pace.BATCH)) * Pace.BATCH;
            }
            print(broker, plugins + " plugins, events/s", eventsThroughCore(broker, plugins), raw);
        }
    }

    private static double eventsThroughCore(TestBroker broker, int number) throws Exception {
        try (Core core = Core.start(broker.amqpUri())) {
            Channel socket = core.connectCrowd("peer");
            ChatBackend backend =
                    ChatBackend.connected(core.connectCrowd("backend"), "irc", "net", ChatBackend.OBEYS);
            List<Plugin> plugins = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                plugins.add(Plugin.attached(socket));
            }
            ChatEvent.Builder event = ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText("Snow"));
            return Pace.batchesPerSecond(() -> {
                for (int i = 0; i < Pace.BATCH; i++) {
                    backend.send(event);
                }
                for (Plugin plugin : plugins) {
                    for (int i = 0; i < Pace.BATCH; i++) {
                        plugin.next();
                    }
                }
            }) * Pace.BATCH;
        }
    }

    private static void print(TestBroker broker, String what, double core, double raw) {
        System.out.printf("%-9s %-25s %8.0f through the core %8.0f raw  ratio %.2f%n",
                broker.name(), what, core, raw, core / raw);
    }
}
