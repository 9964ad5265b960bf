package dev.snowbird.seabird.amqp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.LogText;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exclusive queue for replies, of one request at a time. */
final class ReplyQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyQueue.class);

    private final Channel channel;
    private final String name;
    private String consumerTag;
    /** Whose reply may come; null while nobody leases it. */
    private volatile PendingRequest holder;
    private volatile boolean deleted;

    private ReplyQueue(Channel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Makes a queue that nobody leases yet; this waits for the broker.
     *
     * @param declaring the channel that the broker closes when it refuses the queue; of the same connection
     * @param channel   consumes the queue
     */
    static ReplyQueue make(Channel declaring, Channel channel, Topology topology) throws IOException {
        ReplyQueue queue = new ReplyQueue(channel, topology.declareReplyQueue(declaring));
        queue.consumerTag = QueueConsumer.start(channel, queue.name, queue::delivered, queue::deleted);
        return queue;
    }

    String name() {
        return name;
    }

    void lendTo(PendingRequest request) {
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
        PendingRequest waiting = holder;
        if (waiting == null || !waiting.id().equals(delivery.correlationId())) {
            LOG.warn("A reply was dropped: its queue no longer waits for request {}",
                    LogText.of(delivery.correlationId()));
            return;
        }
        try {
            waiting.outcome().complete(ChatEvent.parseFrom(delivery.body()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warn("A reply was dropped: request {} was answered with something else than a chat event",
                    LogText.of(delivery.correlationId()));
        }
    }

    private void deleted() {
        deleted = true;
        PendingRequest waiting = holder;
        if (waiting != null) {
            waiting.outcome().completeExceptionally(AmqpErrors.UNREACHABLE.asException());
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
            // The end of core's connection deletes the queue.
        }
    }
}
