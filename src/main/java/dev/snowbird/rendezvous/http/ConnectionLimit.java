package dev.snowbird.rendezvous.http;

import dev.snowbird.net.ConnectionCount;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.JDKTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sockets of which only so many are open at once: what comes beyond is closed at once. Here, because Vert.x tells of a
 * connection only after its TLS handshake, for which a stranger may take long.
 */
final class ConnectionLimit extends JDKTransport {

    private final ConnectionCount open;
    private final Optional<Duration> handshakeTimeout;

    /**
     * @param most             how many sockets
     * @param handshakeTimeout how long a TLS handshake may take; none where there is none
     */
    ConnectionLimit(int most, Optional<Duration> handshakeTimeout) {
        this.open = new ConnectionCount("http.max-connections", most);
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return BoundedServerChannel::new;
    }

    private final class BoundedServerChannel extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            if (accepted.size() > before) {
                Channel connection = (Channel) accepted.get(before);
                if (open.admit()) {
                    connection.closeFuture().addListener(closed -> open.closed());
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
