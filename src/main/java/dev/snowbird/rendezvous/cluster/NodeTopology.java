package dev.snowbird.rendezvous.cluster;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.snowbird.amqp.AmqpErrors;
import dev.snowbird.amqp.LinkTopology;
import dev.snowbird.amqp.QueueTakenException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The exchange that all nodes hear of each other by, and the queues of one node. They are exclusive: they go with the
 * node, and no two nodes have one name.
 */
final class NodeTopology implements LinkTopology {

    private static final int MOST_NEWS = 1_000;
    private static final int MOST_OFFERS = 10_000;

    private final String node;
    private final int queueBytes;
    private final Consumer<String> refused;

    /**
     * @param node       what this node is called
     * @param queueBytes how many bytes may wait in one queue
     * @param refused    is told the correlation id of a message that the broker did not take
     */
    NodeTopology(String node, int queueBytes, Consumer<String> refused) {
        this.node = node;
        this.queueBytes = queueBytes;
        this.refused = refused;
    }

    @Override
    public String owner() {
        return "node";
    }

    @Override
    public String meaningOfLoss() {
        return "This node serves its clients from its own proxies";
    }

    @Override
    public Marking newMarking() {
        return new Unconfirmed(refused);
    }

    /** No {@code spring-rabbitmq:} of a route is over this link; nodes have a component of their own. */
    @Override
    public boolean publishesTo(String exchange) {
        return false;
    }

    @Override
    public boolean opensQueues() {
        return false;
    }

    @Override
    public void declareExchanges(Channel channel) throws IOException {
        channel.exchangeDeclare(NodeNames.NODES, BuiltinExchangeType.FANOUT, true);
    }

    @Override
    public Map<String, String> declareOwnQueues(Channel channel, String session) throws IOException {
        try {
            // A node that is behind needs the newest of its news, and an offer that it can't take in goes elsewhere.
            String news = declare(channel, NodeNames.news(node), MOST_NEWS, "drop-head", "RING");
            String offers = declare(channel, NodeNames.offers(node), MOST_OFFERS, "reject-publish", "REJECT");
            String replies = declare(channel, NodeNames.replies(node), MOST_OFFERS, "reject-publish", "REJECT");
            channel.queueBind(news, NodeNames.NODES, "");
            return Map.of(NodeLink.NEWS, news, NodeLink.OFFERS, offers, NodeLink.REPLIES, replies);
        } catch (IOException e) {
            throw AmqpErrors.isTaken(e) ? new QueueTakenException(
                    "cluster.node-id: there is another node " + node + ", or was until a moment ago", e) : e;
        }
    }

    private String declare(Channel channel, String name, int messages, String overflow, String qpidPolicy)
            throws IOException {
        return channel.queueDeclare(name, false, true, false, Map.of(
                "x-max-length", messages, "x-max-length-bytes", queueBytes, "x-overflow", overflow,
                "qpid.max_count", messages, "qpid.max_size", queueBytes, "qpid.policy_type", qpidPolicy)).getQueue();
    }
}
