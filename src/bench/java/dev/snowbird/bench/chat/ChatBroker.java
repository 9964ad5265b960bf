package dev.snowbird.bench.chat;

import dev.snowbird.bench.measure.Options;
import dev.snowbird.testing.RabbitMq;
import java.io.IOException;

/**
 * The message broker that all rivals of the chat use.
 *
 * @param uri     where it is
 * @param closing ends it, if it is the benches' own
 */
public record ChatBroker(String uri, AutoCloseable closing) implements AutoCloseable {

    /** Whether there is one: given on the command line, or to be started. */
    public static boolean isThere(Options options) {
        return !options.amqp().isEmpty() || RabbitMq.isInstalled();
    }

    /**
     * Takes the one that was given, or starts one.
     *
     * @throws IOException when there is none, in words for whoever runs the benches
     */
    public static ChatBroker of(Options options) throws IOException {
        if (!options.amqp().isEmpty()) {
            return new ChatBroker(options.amqp(), () -> { });
        }
        if (!RabbitMq.isInstalled()) {
            throw new IOException("The chat is measured on a message broker outside: install rabbitmq-server,"
                    + " or name one with --amqp");
        }
        RabbitMq rabbit = RabbitMq.launch();
        return new ChatBroker(rabbit.uri().toString(), rabbit);
    }

    @Override
    public void close() throws Exception {
        closing.close();
    }
}
