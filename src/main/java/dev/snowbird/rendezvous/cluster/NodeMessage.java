package dev.snowbird.rendezvous.cluster;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.HashMap;
import java.util.Map;

/**
 * A message for other nodes, for {@code nodes:} to send. What a route sends there that is no such message goes to all
 * nodes, as its bytes.
 *
 * @param queue         whose it is; empty for all nodes
 * @param replyTo       the queue that waits for a reply; empty when none is wanted
 * @param correlationId which message a reply belongs to; empty when there is none
 * @param headers       what is said beside the body
 * @param body          the content
 */
public record NodeMessage(String queue, String replyTo, String correlationId, Map<String, String> headers,
        byte[] body) {

    /** Makes a message for all nodes that wants no reply. */
    public static NodeMessage toAll(byte[] body) {
        return new NodeMessage("", "", "", Map.of(), body);
    }

    /** Says whether all nodes get it. */
    boolean isToAll() {
        return queue.isEmpty();
    }

    BasicProperties properties(String type) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(NodeLink.TYPE, type);
        return new BasicProperties.Builder().headers(all)
                .replyTo(replyTo.isEmpty() ? null : replyTo)
                .correlationId(correlationId.isEmpty() ? null : correlationId).build();
    }
}
