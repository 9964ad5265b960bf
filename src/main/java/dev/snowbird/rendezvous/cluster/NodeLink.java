package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.Delivery;
import io.grpc.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This node's hold on the broker: what it sends to other nodes, and which route has what comes from them. The broker
 * may be away at any time; what is sent then is dropped, and nobody waits for a reply to it.
 */
public final class NodeLink implements AutoCloseable {

    /** The header that says of what type a message to all nodes is, which the route that takes it begins with. */
    static final String TYPE = "type";
    /** The type of offers. They come to one node alone, by a queue that brings nothing else. */
    static final String OFFER = "offer";

    static final String NEWS = "news";
    static final String OFFERS = "offers";
    static final String REPLIES = "replies";

    private final String node;
    private final Replies replies;
    private final AmqpLink link;
    private final Map<String, NodesConsumer> routes = new ConcurrentHashMap<>();

    /**
     * @param node        what this node is called
     * @param connections opens connections with the broker; nobody else's
     * @param maxBodySize the longest reply that is taken, in bytes
     */
    NodeLink(String node, AmqpConnections connections, int maxBodySize) {
        this.node = node;
        replies = new Replies(maxBodySize);
        link = new AmqpLink(connections, new NodeTopology(node, connections.queueBytes(), replies::notTaken));
    }

    /**
     * Joins the others when the broker lets it, and waits for nothing.
     *
     * @param onLoss is run when the broker is lost; must not block
     */
    void open(Runnable onLoss) {
        link.onChange(() -> {
            if (!link.isUp()) {
                onLoss.run();
                replies.lost();
            }
        });
        link.openWhenPossible(this::delivered, this::returned);
    }

    private void delivered(String queue, Delivery delivery) {
        switch (queue) {
            case REPLIES -> replies.arrived(delivery);
            case OFFERS -> run(OFFER, delivery);
            default -> {
                String type = delivery.header(TYPE);
                // What all nodes get is not to be taken by all of them for their own.
                if (!type.equals(OFFER)) {
                    run(type, delivery);
                }
            }
        }
    }

    /** Nodes that are newer may say more than this one knows. */
    private void run(String type, Delivery delivery) {
        NodesConsumer route = routes.get(type);
        if (route != null) {
            route.run(delivery);
        }
    }

    /** Of what comes back, only what asked something matters to anybody. */
    private void returned(Delivery delivery) {
        if (!delivery.replyTo().isEmpty()) {
            replies.notTaken(delivery.correlationId());
        }
    }

    /**
     * Has a route take the messages of a type.
     *
     * @throws IllegalStateException when another one does
     */
    void add(String type, NodesConsumer route) {
        if (routes.putIfAbsent(type, route) != null) {
            throw new IllegalStateException("two routes begin with nodes:" + type);
        }
    }

    /** Has a route take no more. */
    void remove(String type, NodesConsumer route) {
        routes.remove(type, route);
    }

    /**
     * Sends a message, in the order of the calls; while the broker is away it is dropped, and who waits for the reply
     * to it is told.
     *
     * @param type    what sort of message it is
     * @param message for all nodes or one queue
     * @return completes when there is room for more: as a rule at once
     */
    public CompletionStage<Void> send(String type, NodeMessage message) {
        try {
            CompletionStage<Void> room = message.isToAll()
                    ? link.publish(NodeNames.NODES, "", false, message.properties(type), message.body())
                    : link.publish("", message.queue(), true, message.properties(type), message.body());
            return room.exceptionally(lost -> null);
        } catch (StatusException lost) {
            replies.lost(message.correlationId());
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Returns what this node is called. */
    public String node() {
        return node;
    }

    /** Returns where other nodes are to reply to. */
    public String replyQueue() {
        return NodeNames.replies(node);
    }

    /** Returns those who wait for replies of other nodes. */
    public Replies replies() {
        return replies;
    }

    /** Says whether the broker can be used now, as far as is known. */
    boolean isUp() {
        return link.isUp();
    }

    /** Returns why this node is alone, in words for an operator; empty while it is not. */
    Optional<String> trouble() {
        return link.trouble();
    }

    /** Disconnects, and with that the queues of this node are gone. */
    @Override
    public void close() {
        link.close();
    }
}
