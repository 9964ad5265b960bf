package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.start.StartException;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold on the broker. It is up or down as a whole: when any part of it breaks, all who count on it are told,
 * everything is given up, and it connects again by itself.
 */
public final class AmqpLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpLink.class);

    /** For what may be said as often as it tries to connect. */
    private final BoundedLog often = new BoundedLog(AmqpLink.class);
    private final AmqpConnections connections;
    private final LinkTopology topology;
    private final String id = UUID.randomUUID().toString();
    private final Backoff backoff = new Backoff();
    private BiConsumer<String, Delivery> delivered;
    private Consumer<Delivery> returned;
    private Runnable onChange = () -> { };
    /** The session in use; none while the link is down. Written under the lock of this object. */
    private volatile LinkConnections session;
    /** Why there is none, while there is none. */
    private volatile Throwable trouble = new NotYetConnectedException();
    private int sessions;
    private boolean closed;

    /** Something that was asked for until this is closed. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * @param connections opens connections
     * @param topology    what is declared, published and consumed
     */
    public AmqpLink(AmqpConnections connections, LinkTopology topology) {
        this.connections = connections;
        this.topology = topology;
    }

    /**
     * Has something run, on another thread, whenever {@link #isUp} may have changed. For one listener, which must not
     * block and is set before the link is opened.
     *
     * @param listener what to run; perhaps on two threads at once
     */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    private void changed() {
        AmqpThreads.run(connections.threads().notices, onChange);
    }

    /**
     * Connects for the first time and declares the exchanges; this waits for the broker.
     *
     * @param delivered gets what comes to {@linkplain LinkTopology#declareOwnQueues the owner's queues}, with what the
     *                  owner calls it; must not block
     * @param returned  gets, without their bodies, mandatory messages that have found no queue; may block
     * @throws StartException when the broker can't be had, in one line
     */
    public void open(BiConsumer<String, Delivery> delivered, Consumer<Delivery> returned) throws StartException {
        this.delivered = delivered;
        this.returned = returned;
        try {
            connect();
        } catch (IOException | TimeoutException | RuntimeException e) {
            trouble = e;
            throw new StartException("amqp.uri: the message broker can't be used: " + AmqpErrors.describe(e), e);
        }
    }

    /**
     * Does the same for an owner who can do without the broker: waits for nothing, and connects when that can be.
     *
     * @param delivered as {@link #open} has it
     * @param returned  as {@link #open} has it
     */
    public void openWhenPossible(BiConsumer<String, Delivery> delivered, Consumer<Delivery> returned) {
        this.delivered = delivered;
        this.returned = returned;
        AmqpThreads.run(connections.threads().connecting, this::tryConnect);
    }

    /** Returns whether the link is up; it is not if it was closed meanwhile. */
    private boolean connect() throws IOException, TimeoutException {
        sessions++;
        LinkConnections opened = LinkConnections.open(connections, topology, id + "." + sessions, delivered,
                this::returned);
        synchronized (this) {
            if (closed) {
                AmqpThreads.run(connections.threads().closings, opened::abort);
                return false;
            }
            session = opened;
            backoff.connected();
            changed();
        }
        opened.watch(cause -> lost(opened, cause));
        return true;
    }

    private void returned(int code, String text, String exchange, String routingKey, BasicProperties properties,
            byte[] body) {
        // Who is told may log, and a log may block; the thread that reads from the broker may not.
        AmqpThreads.run(connections.threads().strays, () -> returned.accept(new Delivery(new byte[0], properties)));
    }

    /** Returns whether the broker can be reached now, as far as is known. */
    public boolean isUp() {
        return session != null;
    }

    /** Returns why the broker can't be used, in words for an operator; empty while it can. */
    public Optional<String> trouble() {
        return isUp() ? Optional.empty() : Optional.of(AmqpErrors.describe(trouble));
    }

    /**
     * Goes on only while the broker can be reached.
     *
     * @throws StatusException UNAVAILABLE otherwise; RESOURCE_EXHAUSTED at a limit of the broker
     */
    public void requireUp() throws StatusException {
        requireSession();
    }

    /**
     * Has something run when the link is lost, once, on another thread; at once if it is down. Must not block.
     *
     * @param listener what to run
     * @return takes it back
     */
    public Registration whenLost(Runnable listener) {
        LinkConnections now = session;
        if (now != null) {
            return now.whenOver(listener);
        }
        AmqpThreads.run(connections.threads().notices, listener);
        return () -> { };
    }

    /**
     * Returns the connections in use.
     *
     * @throws StatusException as {@link #requireUp}
     */
    public LinkConnections requireSession() throws StatusException {
        LinkConnections now = session;
        if (now == null) {
            throw AmqpErrors.status(trouble).asException();
        }
        return now;
    }

    /**
     * Has something run after a while, unless it is cancelled before.
     *
     * @param delay  how long from now
     * @param action must not block: one thread does this for all
     */
    public Future<?> after(Duration delay, Runnable action) {
        return connections.threads().timeouts.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Publishes a message, in the order of the calls, and waits for nothing.
     *
     * @param exchange   the exchange, empty for the default one
     * @param routingKey the routing key
     * @param mandatory  whether it is to come back when it finds no queue
     * @param properties properties and headers
     * @param body       the content
     * @return completes when the publisher may publish more: at once, unless the broker takes less than it is given;
     *         fails with a {@link StatusException} UNAVAILABLE when the broker is lost meanwhile
     * @throws StatusException UNAVAILABLE when the broker can't be reached; the link is then down
     */
    public CompletionStage<Void> publish(String exchange, String routingKey, boolean mandatory,
            BasicProperties properties, byte[] body) throws StatusException {
        LinkConnections now = requireSession();
        try {
            CompletableFuture<Void> room =
                    now.publish(exchange, routingKey, mandatory, properties, body).toCompletableFuture();
            return room.isDone() && !room.isCompletedExceptionally() ? room
                    : room.exceptionallyCompose(failure -> CompletableFuture.failedFuture(lostBy(now, failure)));
        } catch (IOException | ShutdownSignalException e) {
            throw lostBy(now, e);
        }
    }

    private StatusException lostBy(LinkConnections broken, Throwable cause) {
        lost(broken, cause);
        return AmqpErrors.UNREACHABLE.withCause(cause).asException();
    }

    AmqpConnections connections() {
        return connections;
    }

    LinkTopology topology() {
        return topology;
    }

    /** Gives a session up because something of it is broken; does nothing when it is not the one in use. */
    synchronized void lost(LinkConnections broken, Throwable cause) {
        if (broken != session) {
            return;
        }
        LOG.warn("The message broker is lost: {}. {} until it is back", AmqpErrors.describe(cause),
                topology.meaningOfLoss());
        trouble = cause;
        session = null;
        broken.end();
        changed();
        AmqpThreads.run(connections.threads().connecting, broken::drop);
        scheduleConnect();
    }

    private synchronized void scheduleConnect() {
        if (!closed) {
            connections.threads().connecting.schedule(this::tryConnect, backoff.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tryConnect() {
        Throwable before = trouble;
        try {
            if (connect() && !(before instanceof NotYetConnectedException)) {
                LOG.info("The message broker is back");
            }
        } catch (IOException | TimeoutException | RuntimeException e) {
            if (!AmqpErrors.describe(e).equals(AmqpErrors.describe(before))) {
                often.warn("The message broker can't be used yet: {}. {} until it can", AmqpErrors.describe(e),
                        topology.meaningOfLoss());
            }
            trouble = e;
            scheduleConnect();
        }
    }

    /** Closes the connections; whatever still counts on them is told. */
    @Override
    public void close() {
        LinkConnections last;
        synchronized (this) {
            closed = true;
            last = session;
            session = null;
        }
        if (last != null) {
            last.end();
            last.abort();
        }
    }
}
