package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which kinds of queues have a running route. Queues come and go with streams by the thousand; a route for each would
 * cost more than all else about a stream, so all of a kind share one.
 */
public final class QueueRoutes implements AutoCloseable {

    private final BoundedLog log = new BoundedLog(QueueRoutes.class);
    private final ConcurrentMap<QueueKind, SeabirdQueueConsumer> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Lets a route take what comes to the queues of a kind.
     *
     * @throws IllegalStateException when another one does
     */
    void add(QueueKind kind, SeabirdQueueConsumer route) {
        if (running.putIfAbsent(kind, route) != null) {
            throw new IllegalStateException("two routes begin with seabird-queue:" + kind);
        }
    }

    /** Lets a route take no more. */
    void remove(QueueKind kind, SeabirdQueueConsumer route) {
        running.remove(kind, route);
    }

    /**
     * Hands a message to the route of its queue. Does not wait for what the route waits for.
     *
     * @param kind     of the queue
     * @param delivery what came
     * @param stream   the stream whose queue it came to, for the route to know; null for the core's own queue
     * @return whether there is such a route; if not, the message is lost, and that is a line in the log
     */
    public boolean deliver(QueueKind kind, Delivery delivery, Object stream) {
        SeabirdQueueConsumer route = running.get(kind);
        if (route == null) {
            tellMissing(kind);
            return false;
        }
        route.run(delivery, stream);
        return true;
    }

    private void tellMissing(QueueKind kind) {
        if (!closed) {
            log.warn("No running route begins with seabird-queue:" + kind + ", so what comes from there is lost");
        }
    }

    /** Says so at once of each kind that has no running route. Called when all routes should run. */
    public void check() {
        Arrays.stream(QueueKind.values()).filter(kind -> !running.containsKey(kind)).forEach(this::tellMissing);
    }

    /** Says nothing more of messages without a route: the program stops, and nobody waits for them. */
    @Override
    public void close() {
        closed = true;
    }
}
