package dev.snowbird.seabird.api;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import dev.snowbird.net.ConnectionCount;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of the gRPC port, of which only so many are open at once: what comes beyond is closed at once. They
 * count from when they are accepted, long before gRPC knows of them, since a stranger may take long for a handshake.
 */
final class Connections extends ServerTransportFilter {

    private final BoundedLog log = new BoundedLog(Connections.class);
    private final ConnectionCount count;
    private final Duration firstCallTimeout;
    private final Duration silence;
    /** What gRPC calls a transport it names by its two addresses only. */
    private final Map<Ends, Channel> open = new ConcurrentHashMap<>();

    private record Ends(SocketAddress here, SocketAddress there) {
    }

    /**
     * @param limits how many there may be, and when a peer has to show a token, or that it lives
     * @param meters where the gauge {@code seabird.connections} goes
     */
    Connections(ConnectionLimits limits, MeterRegistry meters) {
        this.count = new ConnectionCount("seabird.max-connections", limits.maxConnections());
        this.firstCallTimeout = limits.firstCallTimeout();
        this.silence = limits.keepaliveInterval().plus(limits.keepaliveTimeout());
        meters.gaugeMapSize("seabird.connections", List.of(), open);
    }

    /** Returns a port that opens no more of them. */
    ServerChannel listener() {
        return new BoundedServerChannel();
    }

    private boolean admit(Channel connection) {
        if (!count.admit()) {
            return false;
        }
        Ends ends = new Ends(connection.localAddress(), connection.remoteAddress());
        open.put(ends, connection);
        connection.pipeline().addFirst(new VanishedPeer(silence));
        connection.closeFuture().addListener(closed -> {
            count.closed();
            open.remove(ends, connection);
        });
        return true;
    }

    /** Gives a connection that speaks HTTP/2 its time; on its event loop. */
    @Override
    public Attributes transportReady(Attributes transport) {
        Channel channel = open.get(new Ends(
                transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR), transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
        return transport.toBuilder().set(Connection.KEY, new Connection(channel, firstCallTimeout)).build();
    }

    private final class BoundedServerChannel extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = accept(accepted);
            if (accepted.size() > before) {
                Channel connection = (Channel) accepted.get(before);
                if (!admit(connection)) {
                    accepted.remove(before);
                    connection.unsafe().closeForcibly();
                }
            }
            return count;
        }

        /** Netty tries again after a second. */
        private int accept(List<Object> accepted) throws Exception {
            try {
                return super.doReadMessages(accepted);
            } catch (IOException e) {
                log.warn("No connection can be accepted: {}", RootCause.line(e));
                throw e;
            }
        }
    }
}
