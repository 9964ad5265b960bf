package dev.snowbird.testing;

import java.io.IOException;
import java.net.URI;

/** RabbitMQ, as large installations run it. */
final class RabbitMqBroker implements TestBroker {

    private final RabbitMq rabbit;

    public RabbitMqBroker() throws IOException {
        rabbit = RabbitMq.launch();
    }

    @Override
    public String name() {
        return "RabbitMQ";
    }

    @Override
    public URI amqpUri() {
        return rabbit.uri();
    }

    @Override
    public int queues() {
        return rabbit.queues().size();
    }

    @Override
    public int connections() {
        return rabbit.connections();
    }

    @Override
    public void stop() {
        rabbit.stop();
    }

    @Override
    public void start() throws IOException {
        rabbit.start();
    }

    @Override
    public void close() throws IOException {
        rabbit.close();
    }
}
