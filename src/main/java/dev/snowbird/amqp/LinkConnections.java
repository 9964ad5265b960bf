package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownNotifier;
import dev.snowbird.log.Guarded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One unbroken time that a link is connected. It has three connections: RabbitMQ stops reading from one that publishes
 * while it is short of memory, and what is consumed must not depend on that; and a reply must not wait until the events
 * before it have gone to a thousand queues. An owner that opens no queues has no events, and so two connections.
 */
public final class LinkConnections {

    /** In the time of one heartbeat. */
    private static final int BEATS = 8;

    private final AmqpConnections connections;
    private final LinkTopology.Marking marking;
    private final Connection consuming;
    /** None where the owner opens no queues. */
    private final Optional<Connection> events;
    private final PublishingConnection publishing;
    private final Intake intake;
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    /** Completed when somebody deletes a queue of the owner's. */
    private final CompletableFuture<Void> ownQueueDeleted = new CompletableFuture<>();
    private Channel publisher;
    private Channel ownChannel;
    private Channel replies;
    private Channel suspectReplies;
    /** None while nobody watches the session, or where the broker wants no heartbeats. */
    private volatile Optional<Pulse> pulse = Optional.empty();
    /** Set under the lock of the listeners. */
    private volatile boolean over;

    private LinkConnections(AmqpConnections connections, LinkTopology topology, Connection consuming,
            Optional<Connection> events, PublishingConnection publishing) {
        this.connections = connections;
        this.marking = topology.newMarking();
        this.consuming = consuming;
        this.events = events;
        this.publishing = publishing;
        this.intake = new Intake(publishing.connection());
    }

    /**
     * Connects, and declares everything that the owner needs; this waits for the broker.
     *
     * @param connections opens connections
     * @param topology    what is declared
     * @param name        names the connections; not used before, since the broker may not yet have noticed that an
     *                    earlier session is over
     * @param delivered   gets what comes to the owner's queues, with what the owner calls it; must not block
     * @param returned    gets messages that found no queue
     * @return the session, which nobody watches yet
     * @throws IOException      when the broker can't be reached or refuses; nothing is left open
     * @throws TimeoutException when the broker does not answer
     */
    static LinkConnections open(AmqpConnections connections, LinkTopology topology, String name,
            BiConsumer<String, Delivery> delivered, ReturnListener returned) throws IOException, TimeoutException {
        String shown = "snowbird %s %s".formatted(topology.owner(), name);
        List<Connection> opened = new ArrayList<>();
        try {
            Connection consuming = connections.openReading(shown);
            opened.add(consuming);
            Optional<Connection> events = Optional.empty();
            if (topology.opensQueues()) {
                events = Optional.of(connections.openReading(shown + " events"));
                opened.add(events.get());
            }
            PublishingConnection publishing = connections.openPublishing(shown + " publishing");
            opened.add(publishing.connection());
            LinkConnections session =
                    new LinkConnections(connections, topology, consuming, events, publishing);
            session.intake.require(connections.timeoutMillis());
            session.declare(topology, name, delivered, returned);
            return session;
        } catch (IOException | TimeoutException | RuntimeException e) {
            opened.forEach(connections::drop);
            throw e;
        }
    }

    private void declare(LinkTopology topology, String name, BiConsumer<String, Delivery> delivered,
            ReturnListener returned) throws IOException {
        publisher = newChannel(publishing.connection());
        topology.declareExchanges(publisher);
        publisher.addReturnListener(returned);
        marking.begin(publisher);
        // Now, before streams take all channels that there are.
        replies = newChannel(consuming);
        suspectReplies = newChannel(consuming);
        ownChannel = newChannel(consuming);
        for (Map.Entry<String, String> queue : topology.declareOwnQueues(ownChannel, name).entrySet()) {
            QueueConsumer.start(ownChannel, queue.getValue(), delivery -> delivered.accept(queue.getKey(), delivery),
                    () -> ownQueueDeleted.complete(null));
        }
    }

    /** Opens a channel; this waits for the broker. */
    static Channel newChannel(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker permits no channel");
        }
        return channel;
    }

    /**
     * Has somebody told, from now on, why the session can't go on; at once if that is so already.
     *
     * @param lost is told on the client library's threads, perhaps more than once, and must not block
     */
    void watch(Consumer<Throwable> lost) {
        intake.whenBlocked(lost);
        ownQueueDeleted.thenRun(() -> lost.accept(new QueueDeletedException()));
        List<ShutdownNotifier> parts = new ArrayList<>(parts());
        parts.addAll(List.of(publisher, ownChannel, replies, suspectReplies));
        parts.forEach(part -> part.addShutdownListener(lost::accept));
        if (consuming.getHeartbeat() > 0) {
            beginPulse(Duration.ofSeconds(consuming.getHeartbeat()), lost);
        }
    }

    /** The broker waits for two heartbeats, of which the last was sent up to half of one before nothing more came. */
    private void beginPulse(Duration heartbeat, Consumer<Throwable> lost) {
        Pulse begun = new Pulse(heartbeat.multipliedBy(3).dividedBy(2), System::nanoTime, lost::accept);
        pulse = Optional.of(begun);
        long period = heartbeat.toMillis() / BEATS;
        Future<?> beating = connections.threads().timeouts.scheduleWithFixedDelay(
                Guarded.repeat(Pulse.class, "It can't be told whether this program runs", begun::beat),
                period, period, TimeUnit.MILLISECONDS);
        whenOver(() -> beating.cancel(false));
    }

    /**
     * Says whether this process may have lost what it owns without having heard of it, since it did not run. What comes
     * then is not to be acted on: another may own the queue that it came to. The session is over, or will be at once.
     */
    boolean isStale() {
        return pulse.filter(Pulse::isMissed).isPresent();
    }

    /**
     * Publishes a message, after all that were published before, and waits for nothing.
     *
     * @return completes when more may be published; fails when the connection is lost meanwhile
     */
    synchronized CompletionStage<Void> publish(String exchange, String routingKey, boolean mandatory,
            BasicProperties properties, byte[] body) throws IOException {
        if (isStale()) {
            throw new IOException("the session is stale");
        }
        publisher.basicPublish(exchange, routingKey, mandatory, marking.mark(exchange, properties), body);
        return publishing.room();
    }

    /** The connection on which the owner consumes what is for itself. */
    Connection consuming() {
        return consuming;
    }

    /** The channel of reply queues. */
    Channel replies() {
        return replies;
    }

    /** The channel of reply queues for those that have stopped to answer. */
    Channel suspectReplies() {
        return suspectReplies;
    }

    /** The connection for all owned queues that claim no names. */
    Connection events() {
        return events.orElseThrow();
    }

    /**
     * Has something run when this session ends, once; at once if it has ended.
     *
     * @return takes it back
     */
    public AmqpLink.Registration whenOver(Runnable listener) {
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

    /** Says whether this session has ended, and {@link #whenOver} has told so or is about to. */
    public boolean isOver() {
        return over;
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

    /** Closes the connection of an owned queue; this waits for the broker, but hardly when the session is over. */
    void close(Connection ofQueue) {
        if (isOver()) {
            connections.drop(ofQueue);
        } else {
            connections.abort(ofQueue);
        }
    }

    /** Closes the owner's connections, and with them every queue; this waits for the broker. */
    void abort() {
        parts().forEach(connections::abort);
    }

    /** Does the same, but hardly waits: the broker is gone, or as good as gone. */
    void drop() {
        parts().forEach(connections::drop);
    }

    private List<Connection> parts() {
        return Stream.concat(Stream.of(consuming, publishing.connection()), events.stream()).toList();
    }
}
