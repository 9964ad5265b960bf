package dev.snowbird.http;

import dev.snowbird.rendezvous.statistics.ClientAddress;
import dev.snowbird.rendezvous.statistics.Network;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Knows who the peers are that requests come from. */
public final class Visitors {

    private final ClientAddress addresses;

    /**
     * Takes what is known about reverse proxies.
     *
     * @param trustedProxies those whose headers are believed; when there are none, anyone's are
     */
    public Visitors(List<Network> trustedProxies) {
        addresses = new ClientAddress(trustedProxies);
    }

    /** Returns the address that a request came from, behind any reverse proxies; none when its connection is gone. */
    Optional<InetAddress> addressOf(HttpServerRequest request) {
        return peerOf(request).map(peer -> addresses.find(
                request.headers().getAll("Forwarded"), request.headers().getAll("X-Forwarded-For"), peer));
    }

    /** Returns the other end of a request's connection, unless it is gone. */
    private static Optional<InetAddress> peerOf(HttpServerRequest request) {
        // Vert.x itself gives the address as text only.
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.remoteAddress() instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress()) : Optional.empty();
    }
}
