package dev.snowbird.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.snowbird.amqp.TestBroker;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bare client library at a broker, with as little around it as can be. */
final class RawAmqp implements AutoCloseable {

    private static final byte[] BODY = new byte[100];
    private static final String EXCHANGE = "bench";
    private static final long PATIENCE_SECONDS = 10;

    private final Connection consuming;
    private final Connection publishing;
    private final Channel consumer;
    private final Channel publisher;
    /** What to run when the next operation is done; they are done in their order. */
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private String asked = "";

    RawAmqp(TestBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        consuming = factory.newConnection();
        publishing = factory.newConnection();
        consumer = consuming.createChannel();
        publisher = publishing.createChannel();
    }

    /** Has one queue's messages sent on to another. */
    void answerRequests() throws IOException {
        asked = newQueue();
        String answered = newQueue();
        Channel answering = publishing.createChannel();
        consumer.basicConsume(asked, true, (tag, message) ->
                answering.basicPublish("", answered, null, message.getBody()), tag -> { });
        consuming.createChannel().basicConsume(answered, true, (tag, message) -> waiting.remove().run(), tag -> { });
    }

    private String newQueue() throws IOException {
        return consumer.queueDeclare("", false, true, false, null).getQueue();
    }

    void request(Runnable done) throws IOException {
        waiting.add(done);
        publisher.basicPublish("", asked, null, BODY);
    }

    /** Has every message copied for so many consumers. */
    void subscribe(int consumers) throws IOException {
        publisher.exchangeDeclare(EXCHANGE, "headers", false, true, null);
        for (int i = 0; i < consumers; i++) {
            String queue = newQueue();
            consumer.queueBind(queue, EXCHANGE, "", Map.of("x-match", "all"));
            consuming.createChannel().basicConsume(queue, true, (tag, message) -> {
                if (received.incrementAndGet() % consumers == 0) {
                    waiting.remove().run();
                }
            }, tag -> { });
        }
    }

    /** Publishes so many events and waits until all consumers have them. */
    void events(int number) throws IOException, InterruptedException {
        Semaphore arrived = new Semaphore(0);
        for (int i = 0; i < number; i++) {
            waiting.add(arrived::release);
            publisher.basicPublish(EXCHANGE, "", null, BODY);
        }
        if (!arrived.tryAcquire(number, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("events are missing");
        }
    }

    @Override
    public void close() throws IOException {
        consuming.close();
        publishing.close();
    }
}
