package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import dev.snowbird.testing.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;

/** Cores that vanish without a word: their names are soon free, and they notice it themselves. */
class BrokenWireIT {

    private static final Map<String, String> HASTY = Map.of("amqp.heartbeat", "2s", "amqp.timeout", "4s");

    @AfterEach
    void nothingIsLeft(TestBroker broker) {
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    @BrokersTest
    void aCutConnectionFreesItsNamesAndIsNoticed(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); AmqpCore core = AmqpCore.at(wire.uri(), Map.of());
                AmqpCore other = AmqpCore.on(broker)) {
            Inbox inbox = openAll(core);

            wire.cut();

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 3);
            awaitNames(other);
            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
        }
    }

    @BrokersTest
    void aFrozenConnectionFreesItsNamesAndIsNoticed(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri()); AmqpCore core = AmqpCore.at(wire.uri(), HASTY);
                AmqpCore other = AmqpCore.on(broker)) {
            Inbox inbox = openAll(core);

            wire.freeze();

            awaitNames(other);
            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 3);
            assertEquals(0, core.meter("seabird.amqp.up"));
        }
    }

    /** One after the other is closed, and the names of each are taken for others until then. */
    @BrokersTest
    void whatIsLostWaitsForNoGoodByeOfTheBroker(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri());
                AmqpCore core = AmqpCore.at(wire.uri(), Map.of("amqp.timeout", "10m"))) {
            LinkConnections session = core.link.requireSession();
            QueueChannel hold = QueueChannel.own(core.connections, session, "stream", "a stream",
                    AmqpConnections::open);

            wire.freeze();
            session.end();

            assertTimeoutPreemptively(AmqpCore.PATIENCE, () -> {
                hold.release("");
                session.drop();
            });
            wire.cut();
        }
    }

    @BrokersTest
    void anAnswerThatComesTooLateIsNotThatToTheNextWhoHasTheChannel(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri());
                AmqpCore core = AmqpCore.at(wire.uri(), Map.of("amqp.timeout", "4s", "amqp.heartbeat", "60s"))) {
            Channel left = core.link.requireSession().events().createChannel();
            wire.pause();
            left.abort();

            CompletableFuture<OwnedQueue> next = core.streams.openPluginQueue(List.of(), new Inbox()).toCompletableFuture();
            wire.resume();

            assertNotNull(AmqpCore.get(next));
        }
    }

    /** As on a busy machine, where a broker has much to bring before it closes a channel. */
    @BrokersTest
    void whatComesLateForAStreamThatIsGoneHarmsNoOther(TestBroker broker) throws Exception {
        try (Wire wire = new Wire(broker.amqpUri());
                AmqpCore core = AmqpCore.at(wire.uri(), Map.of("amqp.timeout", "4s", "amqp.heartbeat", "60s"));
                AmqpCore other = AmqpCore.on(broker)) {
            OwnedQueue gone = core.plugin(new Inbox());
            wire.pause();
            other.publishEvent("late");
            ThreadPoolExecutor closings = (ThreadPoolExecutor) core.connections.threads().closings;
            long closed = closings.getCompletedTaskCount();
            gone.close();
            await().atMost(AmqpCore.PATIENCE).until(() -> closings.getCompletedTaskCount() > closed);

            CompletableFuture<OwnedQueue> next =
                    core.streams.openPluginQueue(List.of(), new Inbox()).toCompletableFuture();
            wire.resume();

            assertNotNull(AmqpCore.get(next));
            assertTrue(core.link.isUp());
        }
    }

    private static Inbox openAll(AmqpCore core) throws Exception {
        Inbox inbox = new Inbox();
        core.plugin(inbox);
        core.plugin(inbox, "name");
        core.backend(inbox, "name");
        return inbox;
    }

    private static void awaitNames(AmqpCore core) {
        await().atMost(AmqpCore.PATIENCE).until(
                () -> opens(core.streams.openPluginQueue(List.of("name"), new Inbox())));
        await().atMost(AmqpCore.PATIENCE).until(
                () -> opens(core.streams.openBackendQueue(AmqpCore.backend("name"), new Inbox())));
    }

    private static boolean opens(CompletionStage<OwnedQueue> opened) {
        return opened.handle((queue, failure) -> queue != null).toCompletableFuture().join();
    }
}
