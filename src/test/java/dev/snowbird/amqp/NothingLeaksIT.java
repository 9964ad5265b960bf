package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;

/** What is opened and closed again leaves no queue, channel, connection or thread. */
class NothingLeaksIT {

    private static final int CYCLES = 300;

    @BrokersTest
    void streamsOfEachKindComeAndGo(TestBroker broker) throws Exception {
        int before = threads();
        try (AmqpCore core = AmqpCore.on(broker)) {
            int queues = broker.queues();
            int connections = broker.connections();
            for (int i = 0; i < CYCLES; i++) {
                core.plugin(new Inbox()).close();
                core.plugin(new Inbox(), "command-" + i).close();
                core.backend(new Inbox(), "backend-" + i).close();
            }
            await().atMost(AmqpCore.PATIENCE).until(
                    () -> broker.queues() == queues && broker.connections() == connections);
            // A channel that is free again is the next to be taken, so its number tells how many are open.
            await().atMost(AmqpCore.PATIENCE).until(() -> core.link.requireSession().events().createChannel(),
                    channel -> channel.getChannelNumber() < 20);
        }
        assertEnded(broker, before);
    }

    @BrokersTest
    void requestsThatNobodyAnswersComeAndGo(TestBroker broker) throws Exception {
        int before = threads();
        try (AmqpCore core = AmqpCore.on(broker, Map.of("seabird.request-timeout", "20ms"))) {
            core.backend(new Inbox(), "silent");
            int queues = broker.queues();
            for (int i = 0; i < CYCLES; i++) {
                PendingRequest request = open(core);
                if (request != null) {
                    core.publishRequest(request);
                    Assertions.assertThrows(ExecutionException.class, () -> AmqpCore.get(request.reply()));
                }
            }
            await().atMost(AmqpCore.PATIENCE).until(() -> broker.queues()
                    == queues + core.meter("seabird.reply.queues", "state", "idle"));
            assertTrue(core.meter("seabird.reply.queues.retired") > 0);
            assertEquals(0, core.meter("seabird.reply.queues", "state", "leased"));
        }
        assertEnded(broker, before);
    }

    /** Returns null when there was no queue in time. */
    private static PendingRequest open(AmqpCore core) {
        return core.requests.open(AmqpCore.call("silent")).handle((request, failure) -> request)
                .toCompletableFuture().join();
    }

    @BrokersTest
    void coresComeAndGo(TestBroker broker) throws Exception {
        int before = threads();
        for (int i = 0; i < 20; i++) {
            try (AmqpCore core = AmqpCore.on(broker)) {
                core.plugin(new Inbox(), "command");
                core.requests.open(AmqpCore.call("nobody"));
            }
        }
        assertEnded(broker, before);
    }

    private static void assertEnded(TestBroker broker, int threads) {
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
        await().atMost(AmqpCore.PATIENCE).until(() -> threads() <= threads);
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("amqp-")).count();
    }
}
