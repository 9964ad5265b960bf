package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A node of a cluster that is none: it tells what it is told to, and does with offers what a test wants. */
public final class GhostNode implements AutoCloseable {

    private final String name;
    private final Connection connection;
    private final Channel channel;

    /**
     * Connects, beside the nodes at a broker.
     *
     * @param name what it is called; less than others, it is the first among equals
     */
    public GhostNode(URI broker, String name) throws Exception {
        this.name = name;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    /** Tells that it holds so many proxies of the open pool. */
    public void tell(int open) throws IOException {
        send("snowbird.nodes", "", "news", """
                {"node":"%s","held":{"open":%d,"moderate":0,"strict":0},\
                "leastLoad":{"open":0,"moderate":0,"strict":0},"draining":false}""".formatted(name, open));
    }

    /** Sends something to an exchange, as a message of a type. */
    public void send(String exchange, String key, String type, String body) throws IOException {
        channel.basicPublish(exchange, key, new BasicProperties.Builder().headers(Map.of("type", type)).build(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends an offer to a node, with these headers. */
    public void offer(String node, Map<String, Object> headers, String replyTo, String poll) throws IOException {
        channel.basicPublish("", "snowbird.offers." + node, new BasicProperties.Builder().headers(headers)
                .correlationId("ghostly").replyTo(replyTo).build(), poll.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes its queue of offers, which takes so many. */
    public void listen(int most) throws IOException {
        channel.queueDeclare("snowbird.offers." + name, false, true, false,
                Map.of("x-max-length", most, "x-overflow", "reject-publish"));
    }

    /** Makes a queue for replies, and returns its name. */
    public String replies() throws IOException {
        return channel.queueDeclare("snowbird.replies." + name, false, true, false, null).getQueue();
    }

    /** Returns the next offer that has come. */
    public GetResponse next() {
        return next("snowbird.offers." + name);
    }

    /** Returns the next message of a queue. */
    public GetResponse next(String queue) {
        return await().atMost(Broker.patience()).until(() -> channel.basicGet(queue, true), got -> got != null);
    }

    /** Replies to an offer. */
    public void reply(GetResponse offer, String outcome, String text) throws IOException {
        channel.basicPublish("", offer.getProps().getReplyTo(), new BasicProperties.Builder()
                .correlationId(offer.getProps().getCorrelationId()).headers(Map.of("outcome", outcome)).build(),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
