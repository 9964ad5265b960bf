package dev.snowbird.rendezvous.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.TestBroker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NodeLinkTest {

    @AutoClose
    private final UnconnectedNode node = new UnconnectedNode();

    @Test
    void whoAsksWhileTheBrokerIsAwayIsToldAtOnce() {
        CompletableFuture<Optional<Delivery>> reply = node.link().replies().await("question");
        CompletableFuture<Optional<Delivery>> other = node.link().replies().await("other");

        CompletableFuture<Void> sent = node.link().send(NodeLink.OFFER, new NodeMessage("snowbird.offers.b",
                node.link().replyQueue(), "question", Map.of(), new byte[1])).toCompletableFuture();

        assertTrue(sent.isDone());
        assertInstanceOf(NodesLostException.class, assertThrows(CompletionException.class, reply::join).getCause());
        assertFalse(other.isDone());
    }

    @BrokersTest
    void whatANodeNeedsIsTwoConnections(TestBroker broker) throws Exception {
        Settings settings = Settings.builtIn(Map.of("amqp.uri", broker.amqpUri().toString()));
        int before = broker.connections();
        try (AmqpConnections connections = new AmqpConnections(AmqpAddress.of(settings), settings)) {
            NodeLink joined = new NodeLink("a-node", connections, 1_000);
            joined.open(() -> { });

            await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() == before + 2);
            joined.close();
        }
    }
}
