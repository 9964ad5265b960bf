package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.Map;

/** A node called {@code self} that is never connected, for tests of what needs a link and not a broker. */
final class UnconnectedNode implements AutoCloseable {

    private final AmqpConnections connections;
    private final NodeLink link;

    UnconnectedNode() {
        try {
            connections = new AmqpConnections(new AmqpAddress("localhost", 1, false, "", "", "/"),
                    Settings.builtIn(Map.of()));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
        link = new NodeLink("self", connections, 1_000);
    }

    NodeLink link() {
        return link;
    }

    @Override
    public void close() {
        connections.close();
    }
}
