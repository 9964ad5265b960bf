package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Whether the broker takes messages. RabbitMQ that is short of memory or disk space takes none, reads no more from a
 * connection that publishes, and tells that connection alone. So only who has published something knows.
 */
final class Intake {

    /** Not empty: RabbitMQ stops to read before the body of a message, and would confirm one that has none. */
    private static final byte[] SOMETHING = {0};
    /** No queue can have this name, so the default exchange drops what is sent there. */
    private static final String NOWHERE = "";

    private final Connection connection;
    /** Why it takes nothing; null while it does. */
    private BlockedException reason;
    private Consumer<? super BlockedException> listener = blocked -> { };

    /**
     * @param connection publishes; nothing was published on it yet
     */
    Intake(Connection connection) {
        this.connection = connection;
        connection.addBlockedListener(this::blocked, this::unblocked);
    }

    private synchronized void blocked(String text) {
        reason = new BlockedException(text);
        listener.accept(reason);
    }

    private synchronized void unblocked() {
        reason = null;
    }

    /**
     * Publishes a message that nobody gets, and waits until the broker has taken it.
     *
     * @param millis how long
     * @throws BlockedException when the broker has said meanwhile that it takes none, and nothing else
     * @throws TimeoutException when it has said nothing
     */
    void require(long millis) throws IOException, TimeoutException {
        Channel channel = LinkConnections.newChannel(connection);
        try {
            channel.confirmSelect();
            channel.basicPublish("", NOWHERE, new BasicProperties(), SOMETHING);
            channel.waitForConfirms(millis);
        } catch (TimeoutException silent) {
            requireUnblocked();
            throw silent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        channel.abort();
    }

    private synchronized void requireUnblocked() throws BlockedException {
        if (reason != null) {
            throw reason;
        }
    }

    /** Has one listener told, with the reason, when the broker takes no more; at once if that is so already. */
    synchronized void whenBlocked(Consumer<? super BlockedException> told) {
        listener = told;
        if (reason != null) {
            told.accept(reason);
        }
    }
}
