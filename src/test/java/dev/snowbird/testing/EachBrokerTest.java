package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/** What a {@link BrokersTest} may rely on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EachBrokerTest {

    /** Where the brokers of all tests are, by their names. */
    private static final Map<String, URI> SHARED = new HashMap<>();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ConnectionFactory connections;

    @BeforeEach
    public void connectTo(TestBroker broker) throws Exception {
        connections = new ConnectionFactory();
        connections.setUri(broker.amqpUri());
        connections.setAutomaticRecoveryEnabled(false);
    }

    @BrokersTest
    @Order(1)
    public void theBrokerOfAllTestsIsStartedByTheFirst(TestBroker broker) {
        SHARED.put(broker.name(), broker.amqpUri());
    }

    @BrokersTest(ownBroker = true)
    @Order(2)
    public void anOwnBrokerIsNotThatOfAllTests(TestBroker broker) {
        assertNotEquals(SHARED.get(broker.name()), broker.amqpUri());
    }

    @BrokersTest
    public void aMessageGoesThrough(TestBroker broker) throws Exception {
        try (Connection connection = connections.newConnection(); Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare("", false, true, false, null).getQueue();

            channel.basicPublish("", queue, null, new byte[] {7});

            assertArrayEquals(new byte[] {7}, channel.basicGet(queue, true).getBody());
            // Those of the test before may be about to go.
            Awaitility.await().atMost(PATIENCE).until(() -> broker.queues() == 1 && broker.connections() == 1);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> broker.queues() + broker.connections() == 0);
    }

    @BrokersTest(ownBroker = true)
    public void aRestartEndsConnectionsAndKeepsThePort(TestBroker broker) throws Exception {
        Connection before = connections.newConnection();
        before.createChannel().queueDeclare("short-lived", false, true, false, null);

        broker.restart();

        Awaitility.await().atMost(PATIENCE).until(() -> !before.isOpen());
        try (Connection after = connections.newConnection()) {
            assertTrue(after.isOpen());
            assertEquals(0, broker.queues());
        }
    }
}
