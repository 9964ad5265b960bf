package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.function.Consumer;

/** Hands on the messages of one queue, in their order, and tells when the broker has deleted it. */
final class QueueConsumer extends DefaultConsumer {

    private final Consumer<Delivery> delivered;
    private final Runnable deleted;

    private QueueConsumer(Channel channel, Consumer<Delivery> delivered, Runnable deleted) {
        super(channel);
        this.delivered = delivered;
        this.deleted = deleted;
    }

    /**
     * Begins to take a queue's messages, with automatic acknowledgement; this waits for the broker.
     *
     * @param channel   belongs to the connection that owns the queue
     * @param queue     the queue
     * @param delivered gets each message; must not block
     * @param deleted   is told when the queue is gone while its channel is not
     * @return the consumer's tag
     */
    static String start(Channel channel, String queue, Consumer<Delivery> delivered, Runnable deleted)
            throws IOException {
        // A broker may send the last of a queue's messages when it has said already that the queue is deleted. The
        // client library would end the whole connection for it, and with that what others have of it.
        channel.setDefaultConsumer(new DefaultConsumer(channel));
        return channel.basicConsume(queue, true, new QueueConsumer(channel, delivered, deleted));
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        delivered.accept(new Delivery(body, properties));
    }

    @Override
    public void handleCancel(String tag) {
        deleted.run();
    }
}
