package dev.snowbird.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.RootCause;
import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedAmqpTest {

    private static final Duration PATIENCE = Broker.patience();
    private static final Map<String, Object> NO_ARGUMENTS = Map.of();

    private static EmbeddedAmqp broker;

    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedAmqp.start(0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        connection = connections(broker).newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void disconnect() {
        connection.abort();
    }

    private static ConnectionFactory connections(EmbeddedAmqp broker) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    /** A browser can only send what begins like HTTP, so no web page can use this port. */
    @Test
    void hangsUpOnAWebPage() throws Exception {
        try (Socket page = new Socket(broker.host(), broker.port())) {
            page.setSoTimeout((int) PATIENCE.toMillis());
            page.getOutputStream().write("POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\n\r\nAMQP"
                    .getBytes(StandardCharsets.US_ASCII));

            String response = new String(page.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(response.isEmpty() || response.startsWith("AMQP"), response);
        }
    }

    @Test
    void aMessageGoesThroughTheDefaultExchange() throws Exception {
        String queue = channel.queueDeclare().getQueue();

        channel.basicPublish("", queue, null, new byte[] {1, 2, 3});

        assertArrayEquals(new byte[] {1, 2, 3}, channel.basicGet(queue, true).getBody());
    }

    @Test
    void aWrongPasswordIsRefused() {
        ConnectionFactory factory = connections(broker);
        factory.setPassword("guest");

        assertThrows(PossibleAuthenticationFailureException.class, factory::newConnection);
    }

    @Test
    void theClientsHeartbeatAndTwoThousandChannelsAreAgreedTo() throws Exception {
        ConnectionFactory factory = connections(broker);
        factory.setRequestedHeartbeat(7);
        try (Connection other = factory.newConnection()) {
            assertEquals(7, other.getHeartbeat());
            assertEquals(2047, other.getChannelMax());
        }
    }

    @Test
    void aTakenPortIsABindException() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(EmbeddedAmqp.HOST))) {
            Exception failure = assertThrows(Exception.class, () -> EmbeddedAmqp.start(taken.getLocalPort()));

            assertInstanceOf(BindException.class, RootCause.of(failure));
        }
    }

    @Test
    void anExclusiveNameThatIsTakenClosesTheConnectionOfTheSecond() throws Exception {
        channel.queueDeclare("claimed", false, true, false, NO_ARGUMENTS);
        Connection second = connections(broker).newConnection();
        Channel late = second.createChannel();

        IOException failure = assertThrows(IOException.class, () ->
                late.queueDeclare("claimed", false, true, false, NO_ARGUMENTS));

        ShutdownSignalException shutdown = assertInstanceOf(ShutdownSignalException.class, failure.getCause());
        assertEquals(530, ((AMQP.Connection.Close) shutdown.getReason()).getReplyCode());
        assertFalse(second.isOpen());
    }

    @Test
    void anExclusiveNameIsFreeAgainWhenItsConnectionEnds() throws Exception {
        Connection first = connections(broker).newConnection();
        first.createChannel().queueDeclare("passed-on", false, true, false, NO_ARGUMENTS);
        first.close();

        assertNotNull(channel.queueDeclare("passed-on", false, true, false, NO_ARGUMENTS));
    }

    @Test
    void argumentsOfOtherBrokersAreIgnored() throws Exception {
        Map<String, Object> arguments = Map.of("x-max-length", 10, "x-overflow", "reject-publish", "x-unheard-of", 1);

        assertNotNull(channel.queueDeclare("odd-queue", false, true, false, arguments));
        assertNotNull(channel.exchangeDeclare("odd-exchange", "headers", false, true, Map.of("x-unheard-of", 1)));
    }

    @Test
    void aFullQueueRefusesWhatComesNext() throws Exception {
        channel.queueDeclare("full", false, true, false, Map.of("qpid.max_count", 1, "qpid.policy_type", "reject"));
        channel.confirmSelect();
        channel.basicPublish("", "full", null, new byte[1]);
        assertTrue(channel.waitForConfirms(PATIENCE.toMillis()));

        channel.basicPublish("", "full", true, null, new byte[1]);

        assertFalse(channel.waitForConfirms(PATIENCE.toMillis()));
    }

    @Test
    void whatNoBindingMatchesGoesToTheAlternateExchange() throws Exception {
        channel.exchangeDeclare("unroutable", "fanout", false, true, NO_ARGUMENTS);
        String caught = channel.queueDeclare().getQueue();
        channel.queueBind(caught, "unroutable", "");
        channel.exchangeDeclare("requests", "headers", false, true,
                Map.of("alternate-exchange", "unroutable", "alternateExchange", "unroutable"));

        channel.basicPublish("requests", "", null, new byte[] {7});

        Awaitility.await().atMost(PATIENCE).until(() -> channel.basicGet(caught, true) != null);
    }

    @Test
    void aHeadersExchangeMatchesAllHeadersOfABinding() throws Exception {
        channel.exchangeDeclare("by-headers", "headers", false, true, NO_ARGUMENTS);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "by-headers", "one",
                Map.of("x-match", "all", "backend", "irc://a", "type", "send_message"));

        publish(Map.of("backend", "irc://a", "type", "join_channel"));
        assertNull(channel.basicGet(queue, true));

        publish(Map.of("backend", "irc://a", "type", "send_message", "more", "x"));
        assertNotNull(channel.basicGet(queue, true));
    }

    private void publish(Map<String, Object> headers) throws IOException {
        channel.basicPublish("by-headers", "", new AMQP.BasicProperties.Builder().headers(headers).build(),
                new byte[1]);
    }

    @Test
    void startedAndEndedThreeTimesItLeavesNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        for (int i = 0; i < 3; i++) {
            EmbeddedAmqp another = EmbeddedAmqp.start(0);
            Connection open = connections(another).newConnection();
            another.close();
            Awaitility.await().atMost(PATIENCE).until(() -> !open.isOpen());
        }

        Awaitility.await().pollInSameThread().atMost(PATIENCE).until(() -> newThreads(before), Set::isEmpty);
    }

    private static Set<Thread> newThreads(Set<Thread> before) {
        Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
        now.removeAll(before);
        return now;
    }
}
