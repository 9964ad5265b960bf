package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to publish on, from any thread: nothing that is sent on it waits for the broker.
 *
 * @param connection the connection
 * @param outbox     what the broker has not taken yet
 */
record PublishingConnection(Connection connection, Outbox outbox) {

    /** Returns when more may be published, as {@link Outbox#room} does. */
    CompletionStage<Void> room() {
        return outbox.room();
    }

    /** Opens one connection of this kind. */
    static final class Factory extends ConnectionFactory {

        private final AmqpThreads threads;
        private final Optional<SSLContext> tls;
        private final long patienceMillis;
        private volatile OutboxSocket socket;

        /**
         * @param threads        bring out what is kept
         * @param tls            what to do TLS with; none for a plain connection
         * @param patienceMillis as {@link Outbox} has it
         */
        Factory(AmqpThreads threads, Optional<SSLContext> tls, long patienceMillis) {
            this.threads = threads;
            this.tls = tls;
            this.patienceMillis = patienceMillis;
        }

        /** Opens it; this waits for the broker. */
        PublishingConnection open(String name) throws IOException, TimeoutException {
            Connection connection = newConnection(threads.inPlace, name);
            return new PublishingConnection(connection, socket.outbox());
        }

        @Override
        protected FrameHandlerFactory createFrameHandlerFactory() {
            return (address, name) -> {
                OutboxSocket plain = OutboxSocket.connect(
                        new InetSocketAddress(address.getHost(), address.getPort()), getConnectionTimeout(),
                        channel -> new Outbox(channel, threads.writing, threads.notices, patienceMillis));
                socket = plain;
                return new SocketFrameHandler(tls.isEmpty() ? plain : secured(tls.get(), plain),
                        threads.socketCloses, AMQP.FRAME_MIN_SIZE);
            };
        }

        private Socket secured(SSLContext context, Socket plain) throws IOException {
            SSLSocket secured = (SSLSocket) context.getSocketFactory()
                    .createSocket(plain, getHost(), plain.getPort(), true);
            SSLParameters checks = secured.getSSLParameters();
            checks.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(checks);
            return secured;
        }
    }
}
