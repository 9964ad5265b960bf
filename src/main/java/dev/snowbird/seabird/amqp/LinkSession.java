package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownNotifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One unbroken time that a core is connected. It has three connections: RabbitMQ stops reading from one that publishes
 * while it is short of memory, and what is consumed must not depend on that; and a reply must not wait until the events
 * before it have gone to a thousand plugins.
 */
final class LinkSession {

    private final AmqpConnections connections;
    private final Connection consuming;
    private final Connection events;
    private final Connection publishing;
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    /** Completed when somebody deletes the queue of unroutable requests. */
    private final CompletableFuture<Void> unroutableDeleted = new CompletableFuture<>();
    private Channel publisher;
    private Channel unroutableChannel;
    private Channel replies;
    private Channel suspectReplies;
    private boolean over;

    /** Who is told what becomes of a session. It is told on the client library's threads and must not block. */
    interface Watcher {

        /** A connection or a channel broke, or a queue is gone. */
        void lost(LinkSession session, String reason);

        /** The broker takes no messages for now. */
        void blocked(LinkSession session);

        /** The broker takes messages again. */
        void unblocked(LinkSession session);
    }

    private LinkSession(AmqpConnections connections, List<Connection> opened) {
        this.connections = connections;
        this.consuming = opened.get(0);
        this.events = opened.get(1);
        this.publishing = opened.get(2);
    }

    /**
     * Connects, and declares everything that a core needs; this waits for the broker.
     *
     * @param connections opens connections
     * @param topology    what is declared
     * @param coreId      names the core's own queue
     * @param unroutable  gets requests of any core that found no backend
     * @param returned    gets messages that found no queue
     * @return the session, which nobody watches yet
     * @throws IOException      when the broker can't be reached or refuses; nothing is left open
     * @throws TimeoutException when the broker does not answer
     */
    static LinkSession open(AmqpConnections connections, Topology topology, String coreId,
            Consumer<Delivery> unroutable, ReturnListener returned) throws IOException, TimeoutException {
        String name = "snowbird core " + coreId;
        AmqpThreads threads = connections.threads();
        List<Connection> opened = new ArrayList<>();
        try {
            opened.add(connections.openReading(name, threads.deliveries));
            opened.add(connections.openReading(name + " events", threads.events));
            opened.add(connections.open(name + " publishing", threads.deliveries));
            LinkSession session = new LinkSession(connections, opened);
            session.declare(topology, coreId, unroutable, returned);
            return session;
        } catch (IOException | TimeoutException | RuntimeException e) {
            opened.forEach(connections::abort);
            throw e;
        }
    }

    private void declare(Topology topology, String coreId, Consumer<Delivery> unroutable, ReturnListener returned)
            throws IOException {
        publisher = newChannel(publishing);
        topology.declareExchanges(publisher);
        publisher.addReturnListener(returned);
        // Now, before streams take all channels that there are.
        replies = newChannel(consuming);
        suspectReplies = newChannel(consuming);
        unroutableChannel = newChannel(consuming);
        QueueConsumer.start(unroutableChannel, topology.declareUnroutableQueue(unroutableChannel, coreId), unroutable,
                () -> unroutableDeleted.complete(null));
    }

    private static Channel newChannel(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker permits no channel");
        }
        return channel;
    }

    /** Tells a watcher from now on; at once if something has already happened. */
    void watch(Watcher watcher) {
        publishing.addBlockedListener(reason -> watcher.blocked(this), () -> watcher.unblocked(this));
        unroutableDeleted.thenRun(() -> watcher.lost(this, "a queue of this core was deleted"));
        for (ShutdownNotifier part : Set.of(consuming, events, publishing, publisher, unroutableChannel,
                replies, suspectReplies)) {
            part.addShutdownListener(cause -> watcher.lost(this, AmqpErrors.describe(cause)));
        }
    }

    /** Publishes a message, after all that were published before. */
    synchronized void publish(String exchange, String routingKey, boolean mandatory, BasicProperties properties,
            byte[] body) throws IOException {
        publisher.basicPublish(exchange, routingKey, mandatory, properties, body);
    }

    /** The connection on which this core consumes what is for itself. */
    Connection consuming() {
        return consuming;
    }

    /** The channel of reply queues. */
    Channel replies() {
        return replies;
    }

    /** The channel of reply queues of backends that have stopped to answer. */
    Channel suspectReplies() {
        return suspectReplies;
    }

    /** The connection for the queues of all plugin streams that need none of their own. */
    Connection events() {
        return events;
    }

    /**
     * Has something run when this session ends, once; at once if it has ended.
     *
     * @return takes it back
     */
    AmqpLink.Registration whenOver(Runnable listener) {
        Runnable once = listener::run;
        synchronized (listeners) {
            if (!over) {
                listeners.add(once);
                return () -> remove(once);
            }
        }
        tell(once);
        return () -> { };
    }

    private void remove(Runnable listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
    }

    private void tell(Runnable listener) {
        AmqpThreads.run(connections.threads().notices, listener);
    }

    /** Ends the session for all who count on it; the connections stay. */
    void end() {
        Set<Runnable> told;
        synchronized (listeners) {
            over = true;
            told = Set.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(this::tell);
    }

    /** Closes all connections but the publishing one, and with them every queue; this waits for the broker. */
    void abortConsuming() {
        connections.abort(consuming);
        connections.abort(events);
    }

    /** Closes all connections; this waits for the broker. */
    void abort() {
        abortConsuming();
        connections.abort(publishing);
    }
}
