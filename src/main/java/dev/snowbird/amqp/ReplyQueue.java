package dev.snowbird.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import java.io.IOException;
import java.util.concurrent.Executor;

/** An exclusive queue for replies, of one request at a time. */
public final class ReplyQueue {

    /** Who leases a queue. Nothing of it may block. */
    public interface Holder {

        /** Returns the correlation id of the reply that it waits for. */
        String id();

        /**
         * Gets the reply; perhaps more than one.
         *
         * @throws IOException when the reply is none, and the holder waits on
         */
        void replied(Delivery reply) throws IOException;

        /** Is told that none will come, since the queue is gone. */
        void lost();
    }

    private final Channel channel;
    private final Executor strays;
    private final BoundedLog log;
    private final String name;
    private String consumerTag;
    /** Whose reply may come; null while nobody leases it. */
    private volatile Holder holder;
    private volatile boolean deleted;

    private ReplyQueue(Channel channel, Executor strays, BoundedLog log, String name) {
        this.channel = channel;
        this.strays = strays;
        this.log = log;
        this.name = name;
    }

    /**
     * Makes a queue that nobody leases yet; this waits for the broker.
     *
     * @param declaring the channel that the broker closes when it refuses the queue; of the same connection
     * @param channel   consumes the queue
     * @param strays    runs what logs, which may block, as the thread that reads from the broker may not
     * @param log       tells of replies that are not for who waits; the same for all queues
     */
    static ReplyQueue make(Channel declaring, Channel channel, LinkTopology topology, Executor strays,
            BoundedLog log) throws IOException {
        ReplyQueue queue = new ReplyQueue(channel, strays, log, topology.declareReplyQueue(declaring));
        queue.consumerTag = QueueConsumer.start(channel, queue.name, queue::delivered, queue::deleted);
        return queue;
    }

    /** Returns where replies are to be sent, through the default exchange. */
    public String name() {
        return name;
    }

    /**
     * Begins the lease.
     *
     * @param request gets its reply
     */
    public void lendTo(Holder request) {
        holder = request;
    }

    /** Takes the lease back; what comes now belongs to nobody. */
    void free() {
        holder = null;
    }

    /** Returns whether replies can still come. */
    boolean isUsable() {
        return !deleted && channel.isOpen();
    }

    private void delivered(Delivery delivery) {
        Holder waiting = holder;
        if (waiting == null || !waiting.id().equals(delivery.correlationId())) {
            warn("A reply was dropped: its queue no longer waits for request {}",
                    LogText.of(delivery.correlationId()));
            return;
        }
        try {
            waiting.replied(delivery);
        } catch (IOException e) {
            warn("A reply was dropped: request {} was answered with {}", LogText.of(delivery.correlationId()),
                    e.getMessage());
        }
    }

    private void warn(String format, Object... values) {
        AmqpThreads.run(strays, () -> log.warn(format, values));
    }

    private void deleted() {
        deleted = true;
        Holder waiting = holder;
        if (waiting != null) {
            waiting.lost();
        }
    }

    /** Deletes the queue, so that the broker returns a late reply; this waits for the broker. */
    void delete() {
        try {
            if (!deleted) {
                channel.basicCancel(consumerTag);
                channel.queueDeleteNoWait(name, false, false);
            }
        } catch (IOException | ShutdownSignalException gone) {
            // The end of the connection deletes the queue.
        }
    }
}
