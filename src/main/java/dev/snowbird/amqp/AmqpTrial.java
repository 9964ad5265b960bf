package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A connection that only finds out what the broker permits. Exclusive queues that were made on it end with it. */
public final class AmqpTrial implements AutoCloseable {

    private final AmqpConnections connections;
    private final Connection connection;

    /** Something that may be permitted or not. */
    @FunctionalInterface
    public interface Step {

        /**
         * Tries it.
         *
         * @param channel is for this step alone, since a broker closes one on which it has refused something
         * @throws IOException when the broker refuses it, or does not answer
         */
        void on(Channel channel) throws IOException;
    }

    /**
     * Why something can't be.
     *
     * @param words    for an operator
     * @param ofRights whether the broker does not permit it
     */
    public record Refusal(String words, boolean ofRights) {

        private static Refusal of(Throwable failure) {
            return new Refusal(AmqpErrors.describe(failure),
                    CloseReason.of(failure).filter(reason -> reason.code() == AMQP.ACCESS_REFUSED).isPresent());
        }
    }

    private AmqpTrial(AmqpConnections connections, Connection connection) {
        this.connections = connections;
        this.connection = connection;
    }

    /**
     * Connects; this waits for the broker.
     *
     * @param connections opens the connection
     * @param name        what the broker's operator sees
     * @throws StartException when the broker can't be had, in one line
     */
    public static AmqpTrial open(AmqpConnections connections, String name) throws StartException {
        try {
            return new AmqpTrial(connections, connections.openReading(name));
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw new StartException("amqp.uri: the message broker can't be used: " + AmqpErrors.describe(e), e);
        }
    }

    /**
     * Has the broker take a message that nobody gets, and waits for that.
     *
     * @return why it does not; empty when it does
     */
    public Optional<Refusal> refusalToTakeMessages() {
        try {
            new Intake(connection).require(connections.timeoutMillis());
            return Optional.empty();
        } catch (IOException | TimeoutException | RuntimeException e) {
            return Optional.of(Refusal.of(e));
        }
    }

    /** Tries something; this waits for the broker. Returns why that can't be; empty when it can. */
    public Optional<Refusal> refusal(Step step) {
        try {
            Channel channel = LinkConnections.newChannel(connection);
            step.on(channel);
            channel.abort();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(Refusal.of(e));
        }
    }

    /** Returns whether the broker says that it has no exchange of that name; this waits for the broker. */
    public boolean lacks(String exchange) {
        try {
            Channel channel = LinkConnections.newChannel(connection);
            channel.exchangeDeclarePassive(exchange);
            channel.abort();
            return false;
        } catch (IOException | RuntimeException e) {
            return CloseReason.of(e).filter(reason -> reason.code() == AMQP.NOT_FOUND).isPresent();
        }
    }

    /** Disconnects. */
    @Override
    public void close() {
        connections.abort(connection);
    }
}
