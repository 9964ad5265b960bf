package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of the broker itself, beside core. */
public final class AmqpClient implements AutoCloseable {

    private static final int NOT_FOUND = 404;

    private final ConnectionFactory factory = new ConnectionFactory();
    private final Connection connection;
    private final Channel channel;

    private AmqpClient(TestBroker broker) throws Exception {
        factory.setUri(broker.amqpUri());
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    public static AmqpClient connect(TestBroker broker) throws Exception {
        return new AmqpClient(broker);
    }

    /** Makes a queue of its own, which gets nothing yet. */
    public String queue() throws IOException {
        return channel.queueDeclare("", false, true, false, null).getQueue();
    }

    /** Makes a queue of its own that gets what has all of these headers. */
    public String queueAt(String exchange, Map<String, Object> headers) throws IOException {
        Map<String, Object> arguments = new HashMap<>(headers);
        arguments.put("x-match", "all");
        String queue = queue();
        channel.queueBind(queue, exchange, "", arguments);
        return queue;
    }

    /** The next message of a queue. */
    public GetResponse next(String queue) {
        return await().atMost(Broker.patience()).until(() -> channel.basicGet(queue, true), got -> got != null);
    }

    /** Sends straight to a queue, as one that wants a reply. */
    public void send(String queue, MessageLite message, String correlationId, String replyTo) throws IOException {
        channel.basicPublish("", queue, new BasicProperties.Builder().correlationId(correlationId).replyTo(replyTo)
                .build(), message.toByteArray());
    }

    /** Whether there is such a queue, whoever has it. */
    public boolean exists(String queue) throws Exception {
        // The broker ends the connection, or its channel, over the question.
        try (Connection asking = factory.newConnection()) {
            asking.createChannel().queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            return !(e.getCause() instanceof ShutdownSignalException closed
                    && closed.getReason().toString().contains("reply-code=" + NOT_FOUND));
        }
    }

    /** The headers of a message, as text. */
    public static Map<String, String> headers(GetResponse message) {
        return message.getProps().getHeaders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
