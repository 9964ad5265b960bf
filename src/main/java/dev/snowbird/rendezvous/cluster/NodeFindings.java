package dev.snowbird.rendezvous.cluster;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.AmqpTrial;
import dev.snowbird.doctor.Finding;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the broker of a cluster can be reached, and permits all that a node does there. What is missing is made as a
 * node makes it, and is gone afterwards; no message reaches anybody. A node starts all the same, and serves alone.
 */
public final class NodeFindings {

    private static final String BROKER = "cluster broker";

    private NodeFindings() {
    }

    /**
     * Asks the broker that the settings name; this waits for it, each time at most {@code amqp.timeout}.
     *
     * @param settings of a node of a cluster
     */
    public static List<Finding> of(Settings settings) {
        try (AmqpConnections connections = new AmqpConnections(AmqpAddress.of(settings), settings);
                AmqpTrial trial = AmqpTrial.open(connections, "snowbird doctor")) {
            return examine(trial, new NodeTopology(NodeNames.random(), connections.queueBytes(), refused -> { }));
        } catch (StartException e) {
            return List.of(Finding.warn(BROKER, e.getMessage() + "; this node would serve alone until it can"));
        }
    }

    private static List<Finding> examine(AmqpTrial trial, NodeTopology topology) {
        List<Finding> findings = new ArrayList<>();
        findings.add(finding(BROKER, "it takes messages", "write amq.default", trial.refusalToTakeMessages()));
        boolean made = trial.lacks(NodeNames.NODES);
        findings.add(finding("cluster exchange", "it is or can be declared", "configure " + NodeNames.NODES,
                trial.refusal(topology::declareExchanges)));
        findings.add(finding("cluster queues", "they can be declared, bound and read",
                "configure, write and read queues whose names begin with snowbird., and read " + NodeNames.NODES,
                trial.refusal(channel -> {
                    String news = topology.declareOwnQueues(channel, "").get(NodeLink.NEWS);
                    channel.basicGet(news, true);
                    channel.queueDelete(news);
                })));
        findings.add(finding("cluster writing", NodeNames.NODES + " can be published to", "write " + NodeNames.NODES,
                trial.refusal(channel -> {
                    // What is rolled back is seen by nobody, but only after it was permitted.
                    channel.txSelect();
                    channel.basicPublish(NodeNames.NODES, "", new BasicProperties(), new byte[0]);
                    channel.txRollback();
                })));
        if (made) {
            // Not one that a node has bound a queue to meanwhile.
            trial.refusal(channel -> channel.exchangeDelete(NodeNames.NODES, true));
        }
        return findings;
    }

    private static Finding finding(String subject, String well, String right, Optional<AmqpTrial.Refusal> refusal) {
        return refusal.map(why -> Finding.fail(subject, why.words() + (why.ofRights()
                        ? "; amqp.username needs the right to " + right + " (config/rabbitmq.json gives it)"
                        : "; look at the broker")))
                .orElseGet(() -> Finding.ok(subject, well));
    }
}
