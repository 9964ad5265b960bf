package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.snowbird.seabird.amqp.Core;
import dev.snowbird.seabird.amqp.Inbox;
import dev.snowbird.seabird.amqp.Wire;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.TestBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/** Cores that vanish without a word: their names are soon free, and they notice it themselves. */
class BrokenWireIT {

    private static final Map<String, String> HASTY = Map.of("amqp.heartbeat", "1s", "amqp.timeout", "1s");

    @AfterEach
    void nothingIsLeft(TestBroker broker) {
        await().atMost(Core.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    @BrokersTest
    void aCutConnectionFreesItsNamesAndIsNoticed(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); Core core = Core.at(wire.uri(), Map.of());
                Core other = Core.on(broker)) {
            Inbox inbox = openAll(core);

            wire.cut();

            await().atMost(Core.PATIENCE).until(() -> inbox.losses() == 3);
            awaitNames(other);
            await().atMost(Core.PATIENCE).until(core.link::isUp);
        }
    }

    @BrokersTest
    void aFrozenConnectionFreesItsNamesAndIsNoticed(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); Core core = Core.at(wire.uri(), HASTY);
                Core other = Core.on(broker)) {
            Inbox inbox = openAll(core);

            wire.freeze();

            awaitNames(other);
            await().atMost(Core.PATIENCE).until(() -> inbox.losses() == 3);
            assertEquals(0, core.meter("seabird.amqp.up"));
        }
    }

    /** One after the other is closed, and the names of each are taken for others until then. */
    @BrokersTest
    void whatIsLostWaitsForNoGoodByeOfTheBroker(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); Core core = Core.at(wire.uri(), Map.of("amqp.timeout", "10m"))) {
            LinkConnections session = core.link.requireSession();
            QueueChannel hold = QueueChannel.own(core.connections, session, "stream", "a stream", core.executor);

            wire.freeze();
            session.end();

            assertTimeoutPreemptively(Core.PATIENCE, () -> {
                hold.release("");
                session.drop();
            });
            wire.cut();
        }
    }

    private static Inbox openAll(Core core) throws Exception {
        Inbox inbox = new Inbox();
        core.plugin(inbox);
        core.plugin(inbox, "name");
        core.backend(inbox, "name");
        return inbox;
    }

    private static void awaitNames(Core core) {
        await().atMost(Core.PATIENCE).until(() -> opens(core.streams.openPluginQueue(List.of("name"), new Inbox())));
        await().atMost(Core.PATIENCE).until(
                () -> opens(core.streams.openBackendQueue(Core.backend("name"), new Inbox())));
    }

    private static boolean opens(CompletionStage<OwnedQueue> opened) {
        return opened.handle((queue, failure) -> queue != null).toCompletableFuture().join();
    }
}
