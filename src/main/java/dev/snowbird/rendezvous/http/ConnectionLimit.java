package dev.snowbird.rendezvous.http;

import dev.snowbird.log.BoundedLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.JDKTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sockets of which only so many are open at once: what comes beyond is closed at once. Here, because Vert.x tells of a
 * connection only after its TLS handshake, for which a stranger may take long.
 */
final class ConnectionLimit extends JDKTransport {

    private final BoundedLog log = new BoundedLog(ConnectionLimit.class);
    private final int most;
    private final Optional<Duration> handshakeTimeout;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param most             how many sockets
     * @param handshakeTimeout how long a TLS handshake may take; none where there is none
     */
    ConnectionLimit(int most, Optional<Duration> handshakeTimeout) {
        this.most = most;
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return BoundedServerChannel::new;
    }

    /** Counts a connection until it is closed, unless there are too many. */
    private boolean admit(Channel connection) {
        int now = open.incrementAndGet();
        if (now > most) {
            open.decrementAndGet();
            return false;
        }
        if (now == most) {
            log.warn("{} connections are open, which is http.max-connections: more are closed at once", now);
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }

    private final class BoundedServerChannel extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            if (accepted.size() > before) {
                Channel connection = (Channel) accepted.get(before);
                if (admit(connection)) {
                    handshakeTimeout.map(HandshakeTimeout::new).ifPresent(connection.pipeline()::addFirst);
                } else {
                    accepted.remove(before);
                    connection.unsafe().closeForcibly();
                }
            }
            return count;
        }
    }
}
