package dev.snowbird.bench.chat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The bare client library at a broker, in the shape that the chat has there: a headers exchange for requests with a
 * queue for each backend, replies through the default exchange, and a headers exchange for events with a queue for each
 * plugin. One channel publishes.
 */
final class BareAmqp implements AutoCloseable {

    private static final Map<String, Object> EVERYTHING = Map.of("x-match", "all");
    private static final Map<String, Object> NOTHING = Map.of("x-match", "all", "type", "none");

    private final String requests = "bench.requests." + UUID.randomUUID();
    private final String events = "bench.events." + UUID.randomUUID();
    private final Connection consuming;
    private final Connection publishing;
    private final Channel publisher;
    private final String replies;
    private final Map<String, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();

    BareAmqp(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        consuming = factory.newConnection();
        publishing = factory.newConnection();
        publisher = publishing.createChannel();
        publisher.exchangeDeclare(requests, "headers", false, true, null);
        publisher.exchangeDeclare(events, "headers", false, true, null);
        Channel channel = consuming.createChannel();
        replies = newQueue(channel);
        // The broker deletes each exchange with the last queue that is bound to it: this one, which gets nothing there.
        channel.queueBind(replies, requests, "", NOTHING);
        channel.queueBind(replies, events, "", NOTHING);
        channel.basicConsume(replies, true, (tag, reply) -> {
            CompletableFuture<byte[]> caller = asked.remove(reply.getProperties().getCorrelationId());
            if (caller != null) {
                caller.complete(reply.getBody());
            }
        }, tag -> { });
    }

    private static String newQueue(Channel channel) throws IOException {
        return channel.queueDeclare("", false, true, true, null).getQueue();
    }

    private void publish(String exchange, String key, BasicProperties properties, byte[] body) {
        synchronized (publisher) {
            try {
                publisher.basicPublish(exchange, key, properties, body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asks a backend, and completes with its reply. */
    CompletableFuture<byte[]> ask(String backend, String id, byte[] request) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        asked.put(id, reply);
        publish(requests, "", new BasicProperties.Builder().correlationId(id).replyTo(replies)
                .headers(Map.of("backend", backend, "type", "join_channel")).build(), request);
        return reply;
    }

    /** Has the requests of a backend handed over, each with the properties that its reply needs. */
    Channel serve(String backend, BiConsumer<BasicProperties, byte[]> backendGets) throws IOException {
        Channel channel = consuming.createChannel();
        String queue = newQueue(channel);
        channel.queueBind(queue, requests, "", Map.of("x-match", "all", "backend", backend));
        channel.basicConsume(queue, true, (tag, request) ->
                backendGets.accept(request.getProperties(), request.getBody()), tag -> { });
        return channel;
    }

    /** Replies to a request. */
    void reply(BasicProperties request, byte[] body) {
        publish("", request.getReplyTo(), new BasicProperties.Builder()
                .correlationId(request.getCorrelationId()).build(), body);
    }

    /** Publishes to all plugins. */
    void publishEvent(byte[] event) {
        publish(events, "", new BasicProperties.Builder().headers(Map.of("type", "message")).build(), event);
    }

    /** Has all events handed over to one more plugin, until the channel is closed. */
    Channel subscribe(Consumer<byte[]> pluginGets) throws IOException {
        Channel channel = consuming.createChannel();
        String queue = newQueue(channel);
        channel.queueBind(queue, events, "", EVERYTHING);
        channel.basicConsume(queue, true, (tag, event) -> pluginGets.accept(event.getBody()), tag -> { });
        return channel;
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        consuming.close();
    }
}
