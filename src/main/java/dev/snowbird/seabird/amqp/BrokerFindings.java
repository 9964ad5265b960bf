package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.AmqpTrial;
import dev.snowbird.doctor.Finding;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Whether an AMQP broker can be reached, and permits all that a core does there. What is missing is made as a start
 * makes it, and is gone afterwards; no message reaches anybody.
 */
public final class BrokerFindings {

    /** No event has such a header. */
    private static final Map<String, Object> NO_EVENT =
            Map.of("x-match", "all", "doctor", UUID.randomUUID().toString());

    private final AmqpTrial trial;
    private final Topology topology;
    private final BrokerNames names;
    private final List<Finding> findings = new ArrayList<>();
    private String queue;

    private BrokerFindings(AmqpTrial trial, Topology topology) {
        this.trial = trial;
        this.topology = topology;
        this.names = topology.names();
    }

    /**
     * Asks the broker that the settings name; this waits for it, each time at most {@code amqp.timeout}.
     *
     * @param settings whose {@code amqp.uri} is not that of the embedded broker
     */
    public static List<Finding> of(Settings settings) {
        try (AmqpConnections connections = new AmqpConnections(AmqpAddress.of(settings), settings);
                AmqpTrial trial = AmqpTrial.open(connections, "snowbird doctor")) {
            BrokerFindings broker =
                    new BrokerFindings(trial, new Topology(BrokerNames.of(settings), connections.queueBytes()));
            broker.examine();
            return broker.findings;
        } catch (StartException e) {
            return List.of(Finding.failed("amqp.uri", e.getMessage()
                    + "; look at the settings amqp.uri, amqp.username and amqp.password, and at the broker"));
        }
    }

    private void examine() {
        findings.add(Finding.ok("amqp.uri", "the broker is reached"));
        if (!tell("amqp intake", "it takes messages", "write amq.default", trial.refusalToTakeMessages())) {
            return;
        }
        List<String> made = Stream.of(names.events(), names.requests(), names.unroutable(), names.directory())
                .filter(trial::lacks).toList();
        try {
            if (tell("amqp exchanges", "they are or can be declared", "configure the four exchanges, read "
                    + names.requests() + " and write " + names.unroutable(),
                    trial.refusal(topology::declareExchanges))) {
                queues();
                publishing(names.events());
                publishing(names.requests());
                publishing(names.directory());
            }
        } finally {
            // Not those that a core has bound a queue to meanwhile; one that has just come declares them again.
            made.forEach(exchange -> trial.refusal(channel -> channel.exchangeDelete(exchange, true)));
        }
    }

    private void queues() {
        String named = " queues whose names begin with " + names.queuePrefix();
        if (!tell("amqp queues", "they can be declared", "configure" + named,
                trial.refusal(channel -> queue = topology.declareReplyQueue(channel)))) {
            return;
        }
        tell("amqp bindings", "queues can be bound", "write%s, and read %s, %s and %s"
                .formatted(named, names.events(), names.unroutable(), names.directory()), trial.refusal(channel -> {
                    channel.queueBind(queue, names.unroutable(), "");
                    channel.queueBind(queue, names.directory(), "");
                    channel.queueBind(queue, names.events(), "", NO_EVENT);
                }));
        tell("amqp reading", "queues can be read", "read" + named,
                trial.refusal(channel -> channel.basicGet(queue, true)));
        // An exchange that a queue is bound to would stay.
        trial.refusal(channel -> channel.queueDelete(queue));
    }

    /** What is rolled back is seen by nobody, but only after it was permitted. */
    private void publishing(String exchange) {
        tell("amqp writing", exchange + " can be published to", "write " + exchange, trial.refusal(channel -> {
            channel.txSelect();
            channel.basicPublish(exchange, "", new BasicProperties(), new byte[0]);
            channel.txRollback();
        }));
    }

    private boolean tell(String subject, String well, String right, Optional<AmqpTrial.Refusal> refusal) {
        findings.add(refusal.map(why -> Finding.fail(subject, why.ofRights()
                        ? why.words() + "; amqp.username needs the right to " + right
                                + " (config/rabbitmq.json gives it)"
                        : why.words() + "; look at the broker"))
                .orElseGet(() -> Finding.ok(subject, well)));
        return refusal.isEmpty();
    }
}
