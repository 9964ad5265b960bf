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
        return lines(rabbit.control("list_queues", "--no-table-headers", "name"));
    }

    @Override
    public int connections() {
        return lines(rabbit.control("list_connections", "--no-table-headers", "pid"));
    }

    private static int lines(String said) {
        return (int) said.lines().filter(line -> !line.isBlank()).count();
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
