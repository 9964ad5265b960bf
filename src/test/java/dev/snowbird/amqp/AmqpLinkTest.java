package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Ports;
import dev.snowbird.testing.TestBroker;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The core's hold on the broker: up or down as a whole (docs/architecture.md, "When AMQP is lost"). */
class AmqpLinkTest {

    @BrokersTest
    void aRefusedPasswordStopsTheStartWithoutTellingIt(TestBroker broker) throws Exception {
        URI uri = broker.amqpUri();

        StartException failure = assertThrows(StartException.class, () -> AmqpCore.at("amqp://" + uri.getHost() + ":"
                + uri.getPort(), Map.of("amqp.username", "mallory", "amqp.password", "sesame")));

        assertEquals("amqp.uri: the message broker can't be used: it refuses the user or the password",
                failure.getMessage());
    }

    @BrokersTest
    void anUnknownVirtualHostStopsTheStart(TestBroker broker) {
        StartException failure = assertThrows(StartException.class,
                () -> AmqpCore.on(broker, Map.of("amqp.virtual-host", "no-such")));

        assertTrue(failure.getMessage().startsWith(
                "amqp.uri: the message broker can't be used: there is no such virtual host"), failure.getMessage());
    }

    @Test
    void aBrokerThatIsNotThereStopsTheStart() throws Exception {
        StartException failure = assertThrows(StartException.class,
                () -> AmqpCore.at("amqp://u:sesame@localhost:" + Ports.choose(), Map.of()));

        assertEquals("amqp.uri: the message broker can't be used: nothing listens there", failure.getMessage());
    }

    @Test
    void aBrokerThatSaysNothingStopsTheStart() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            StartException failure = assertThrows(StartException.class, () -> AmqpCore.at(
                    "amqp://u:sesame@localhost:" + mute.getLocalPort(), Map.of("amqp.timeout", "200ms")));

            assertEquals("amqp.uri: the message broker can't be used: it does not answer", failure.getMessage());
        }
    }

    @BrokersTest(ownBroker = true)
    void comesBackWithTheBroker(TestBroker broker) throws Exception {
        try (LogLines log = new LogLines(AmqpLink.class); AmqpCore core = AmqpCore.on(broker)) {
            Inbox inbox = new Inbox();
            List<OwnedQueue> streams = List.of(core.plugin(inbox), core.plugin(inbox, "ping"),
                    core.backend(inbox, "one"));
            PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
            assertEquals(1, core.meter("seabird.amqp.up"));

            broker.stop();

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == streams.size());
            assertEquals(0, core.meter("seabird.amqp.up"));
            assertUnreachable(() -> AmqpCore.get(request.reply()));
            assertUnreachable(() -> AmqpCore.get(core.requests.open(AmqpCore.call("one"))));
            assertUnreachable(() -> core.plugin(inbox));
            assertUnreachable(() -> core.backend(inbox, "one"));
            assertEquals(AmqpErrors.UNREACHABLE.getDescription(), assertThrows(StatusException.class,
                    () -> core.publishEvent("lost")).getStatus().getDescription());
            AtomicInteger told = new AtomicInteger();
            core.link.whenLost(told::incrementAndGet);
            await().atMost(AmqpCore.PATIENCE).until(() -> told.get() == 1);

            broker.start();

            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
            core.link.requireUp();
            streams.forEach(OwnedQueue::close);
            assertWorks(core);
            assertEquals(streams.size(), inbox.losses());
            assertEquals("The message broker is back", log.all().get(log.all().size() - 1));
            assertEquals(1, log.all().stream().filter(line -> line.contains("is lost")).count());
            // Why it can't be used yet, which is not why it was lost, is said once of each reason.
            assertEquals(log.all().stream().distinct().toList(), log.all());
        }
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    private static void assertWorks(AmqpCore core) throws Exception {
        Inbox plugin = new Inbox();
        Inbox backend = new Inbox();
        core.plugin(plugin, "ping");
        core.backend(backend, "one");
        core.publishEvent("again");
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
        core.publishRequest(request);
        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.texts().size() + backend.texts().size() == 2);
        assertEquals(List.of("again"), plugin.texts());
    }

    private static void assertUnreachable(org.junit.jupiter.api.function.Executable action) {
        Throwable failure = assertThrows(ExecutionException.class, action).getCause();
        Status status = assertInstanceOf(StatusException.class, failure).getStatus();
        assertEquals(Status.Code.UNAVAILABLE, status.getCode());
        assertEquals("the message broker is not reachable", status.getDescription());
    }

    @BrokersTest
    void aDeletedExchangeIsDeclaredAnew(TestBroker broker) throws Exception {
        try (AmqpCore core = AmqpCore.on(broker, Map.of("seabird.events-exchange", "short-lived"))) {
            Inbox inbox = new Inbox();
            core.plugin(inbox);
            deleteExchange(broker, "short-lived");
            core.publishEvent("lost");

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 1);
            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
            assertWorks(core);
        } finally {
            deleteExchange(broker, "short-lived");
        }
    }

    private static void deleteExchange(TestBroker broker, String exchange) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        try (Connection operator = factory.newConnection(); Channel channel = operator.createChannel()) {
            channel.exchangeDelete(exchange);
        }
    }

    @BrokersTest
    void aClosedLinkStaysClosed(TestBroker broker) throws Exception {
        AmqpCore core = AmqpCore.on(broker);
        AtomicInteger told = new AtomicInteger();
        AtomicInteger takenBack = new AtomicInteger();
        core.link.whenLost(told::incrementAndGet);
        core.link.whenLost(takenBack::incrementAndGet).close();

        core.link.close();

        await().atMost(AmqpCore.PATIENCE).until(() -> told.get() == 1);
        assertFalse(core.link.isUp());
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() == 0);
        assertEquals(0, takenBack.get());
        core.close();
    }

    @BrokersTest
    void connectionsTellNoPassword(TestBroker broker) throws IOException {
        AmqpAddress address = AmqpAddress.of(AmqpCore.settings(broker.amqpUri().toString(), Map.of()));

        assertFalse(address.toString().contains(address.password()));
        assertFalse(address.toString().contains(address.host()));
    }
}
