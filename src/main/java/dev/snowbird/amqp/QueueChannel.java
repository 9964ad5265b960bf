package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/** What one owned queue has of the broker: a connection, or a channel on a shared one. */
abstract class QueueChannel {

    private final Channel channel;

    /** Opens a connection for one queue; this waits for the broker. */
    @FunctionalInterface
    interface Connecting {

        /**
         * Opens it.
         *
         * @param connections opens connections
         * @param name        what the broker's operator sees
         */
        Connection open(AmqpConnections connections, String name) throws IOException, TimeoutException;
    }

    private QueueChannel(Channel channel, String owners) throws StatusException {
        if (channel == null) {
            throw Status.RESOURCE_EXHAUSTED.withDescription("too many %ss".formatted(owners)).asException();
        }
        this.channel = channel;
    }

    /**
     * Takes a channel of a connection that others use, too.
     *
     * @param closings waits for the broker
     */
    static QueueChannel shared(Connection connection, String owners, Executor closings)
            throws IOException, StatusException {
        return new QueueChannel(connection.createChannel(), owners) {
            @Override
            void release(String queue) {
                try {
                    // The queue belongs to the connection and would outlive the channel. And the channel has to outlive
                    // what was sent to it: the next that has its number would get that, and the connection end for it.
                    channel().asyncCompletableRpc(new AMQP.Queue.Delete.Builder().queue(queue).build())
                            .whenComplete((deleted, failure) -> AmqpThreads.run(closings, this::abort));
                } catch (IOException | ShutdownSignalException gone) {
                    // With the connection, the queue is gone, too; with the channel alone, the broker has deleted it.
                    deleteElsewhere(connection, queue);
                }
            }

            private void abort() {
                try {
                    channel().abort();
                } catch (IOException gone) {
                    // Nothing of it is left.
                }
            }
        };
    }

    /** The broker closed the channel, which says nothing about the queue. */
    private static void deleteElsewhere(Connection connection, String queue) {
        try (Channel other = connection.createChannel()) {
            if (other != null) {
                other.queueDeleteNoWait(queue, false, false);
            }
        } catch (IOException | TimeoutException | ShutdownSignalException gone) {
            // The connection's end deletes the queue.
        }
    }

    /** Opens a connection that holds nothing else, so that with it everything of the owner ends. */
    static QueueChannel own(AmqpConnections connections, LinkConnections session, String owners, String name,
            Connecting connecting) throws IOException, TimeoutException, StatusException {
        Connection connection = connecting.open(connections, name);
        try {
            return new QueueChannel(connection.createChannel(), owners) {
                @Override
                void release(String queue) {
                    session.close(connection);
                }
            };
        } catch (IOException | StatusException | ShutdownSignalException e) {
            connections.abort(connection);
            throw e;
        }
    }

    /** The owner's channel. */
    final Channel channel() {
        return channel;
    }

    /**
     * Asks the broker for several things, one after the other, without waiting.
     *
     * @param methods what it has an answer to each of
     * @return completes when the broker has done them all; fails when that can't be known
     */
    final CompletableFuture<Void> ask(Iterator<Method> methods) {
        if (!methods.hasNext()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return channel.asyncCompletableRpc(methods.next()).thenCompose(done -> ask(methods));
        } catch (IOException | ShutdownSignalException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    /**
     * Frees everything, as soon as the broker has done with it; this may wait for that.
     *
     * @param queue the owner's queue; empty when there is none yet
     */
    abstract void release(String queue);
}
