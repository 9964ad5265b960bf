package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.snowbird.amqp.BoundedText;
import dev.snowbird.amqp.LinkTopology;
import dev.snowbird.amqp.OwnedQueues;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.EventFilter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.springrabbit.SpringRabbitMQHelper;

/**
 * The exchanges (Seabird contract, section 13), and how queues hang on them. Declared the same every time, or the
 * broker would refuse; with RabbitMQ's and Qpid's arguments beside each other, of which each broker ignores the
 * other's.
 */
public final class Topology implements LinkTopology {

    private final BrokerNames names;
    /** Core bounds what waits for a stream; this only keeps a broker alive while a core is slow or frozen. */
    private final Map<String, Object> limits;
    /** What such a queue still has when it goes, Qpid gives to those who wait for it; RabbitMQ drops it. */
    private final Map<String, Object> requestLimits;
    /** One request has one reply; this is for what a confused peer may add. */
    private final Map<String, Object> replyLimits;
    /** Who is behind needs the newest. */
    private final Map<String, Object> directoryLimits;

    /**
     * @param names      what everything is called
     * @param queueBytes how many bytes may wait in one queue
     */
    public Topology(BrokerNames names, int queueBytes) {
        this.names = names;
        this.limits = limits(20_000, queueBytes, "reject-publish", "REJECT");
        this.requestLimits = new HashMap<>(limits);
        requestLimits.put("alternateExchange", names.unroutable());
        this.replyLimits = limits(100, queueBytes, "reject-publish", "REJECT");
        this.directoryLimits = limits(1_000, queueBytes, "drop-head", "RING");
    }

    /** What everything is called. */
    BrokerNames names() {
        return names;
    }

    private static Map<String, Object> limits(int messages, int bytes, String overflow, String qpidPolicy) {
        return Map.of(
                "x-max-length", messages, "x-max-length-bytes", bytes, "x-overflow", overflow,
                "qpid.max_count", messages, "qpid.max_size", bytes, "qpid.policy_type", qpidPolicy);
    }

    @Override
    public String owner() {
        return "core";
    }

    @Override
    public String meaningOfLoss() {
        return "Streams end, and calls fail";
    }

    /** Gives each event its number. */
    @Override
    public Marking newMarking() {
        EventNumbers numbers = new EventNumbers();
        return (exchange, properties) -> exchange.equals(names.events()) ? numbers.next(properties) : properties;
    }

    @Override
    public boolean publishesTo(String exchange) {
        return SpringRabbitMQHelper.isDefaultExchange(exchange) || exchange.equals(names.events())
                || exchange.equals(names.requests()) || exchange.equals(names.unroutable())
                || exchange.equals(names.directory());
    }

    @Override
    public void declareExchanges(Channel channel) throws IOException {
        channel.exchangeDeclare(names.unroutable(), BuiltinExchangeType.FANOUT, true);
        channel.exchangeDeclare(names.requests(), BuiltinExchangeType.HEADERS, true, false,
                Map.of("alternate-exchange", names.unroutable(), "alternateExchange", names.unroutable()));
        channel.exchangeDeclare(names.events(), BuiltinExchangeType.HEADERS, true);
        channel.exchangeDeclare(names.directory(), BuiltinExchangeType.FANOUT, true);
    }

    /** Makes the queues in which this core sees every request that found no backend, and what all cores tell. */
    @Override
    public Map<String, String> declareOwnQueues(Channel channel, String session) throws IOException {
        String unroutable = declare(channel, names.unroutableQueue(session), limits);
        channel.queueBind(unroutable, names.unroutable(), "");
        String directory = declare(channel, names.directoryQueue(session), directoryLimits);
        channel.queueBind(directory, names.directory(), "");
        return Map.of(QueueKind.UNROUTABLE.toString(), unroutable, QueueKind.DIRECTORY.toString(), directory);
    }

    /** Makes a plugin's queue, which takes every event. */
    String declarePluginQueue(Channel channel) throws IOException {
        String queue = declare(channel, names.pluginQueue(), limits);
        // RabbitMQ's rule that "all" of no headers match; Qpid reads it the same.
        bindToEvents(channel, queue, "", Map.of());
        return queue;
    }

    /** Makes a plugin's queue, which takes the events that a filter lets through, and each of them once. */
    String declarePluginQueue(Channel channel, EventFilter filter) throws IOException {
        String queue = declare(channel, names.pluginQueue(), limits);
        for (int i = 0; i < filter.alternatives().size(); i++) {
            // With one routing key for all, Qpid would have each binding take the place of the one before.
            bindToEvents(channel, queue, "f" + i, filter.alternatives().get(i));
        }
        return queue;
    }

    private void bindToEvents(Channel channel, String queue, String key, Map<String, String> headers)
            throws IOException {
        Map<String, Object> match = new HashMap<>(Map.of("x-match", "all"));
        headers.forEach((name, value) -> match.put(name, BoundedText.headerValue(value)));
        channel.queueBind(queue, names.events(), key, match);
    }

    /** Claims a backend's name, with the queue for what is sent to it past the exchange of requests. */
    String claimBackend(Channel channel, BackendId backend) throws IOException {
        return declare(channel, names.backendQueue(backend), limits);
    }

    /** Returns what has a backend get its requests, until it leaves. */
    OwnedQueues.Subscription requestsOf(BackendId backend) {
        String queue = names.requestsQueue();
        Map<String, Object> binding =
                Map.of("x-match", "all", "backend", BoundedText.headerValue(backend.toString()));
        return new OwnedQueues.Subscription(channel -> {
            declare(channel, queue, requestLimits);
            channel.queueBind(queue, names.requests(), "", binding);
            return queue;
        }, new AMQP.Queue.Unbind.Builder().queue(queue).exchange(names.requests()).routingKey("")
                .arguments(binding).build());
    }

    /** Claims a command. */
    String claimCommand(Channel channel, String command) throws IOException {
        return declare(channel, names.commandQueue(command), replyLimits);
    }

    @Override
    public String declareReplyQueue(Channel channel) throws IOException {
        return declare(channel, names.replyQueue(), replyLimits);
    }

    /** Not auto-delete: Qpid keeps those that were never consumed. The connection's end deletes them all. */
    private static String declare(Channel channel, String name, Map<String, Object> limits) throws IOException {
        return channel.queueDeclare(name, false, true, false, limits).getQueue();
    }
}
