package dev.snowbird.http;

import dev.snowbird.rendezvous.statistics.ClientAddress;
import dev.snowbird.rendezvous.statistics.Network;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Knows who the peers are that requests come from, and how often they may. */
public final class Visitors {

    private final ClientAddress addresses;
    private final boolean anyoneIsBelieved;
    private final Map<String, RateLimit> limits;

    /**
     * Takes what is known about reverse proxies, and the limits.
     *
     * @param trustedProxies those whose headers are believed; when there are none, anyone's are, except for limits,
     *                       which a stranger could escape by inventing addresses
     * @param limits         for each address, by the path that is limited; paths may share one
     */
    public Visitors(List<Network> trustedProxies, Map<String, RateLimit> limits) {
        this.addresses = new ClientAddress(trustedProxies);
        this.anyoneIsBelieved = trustedProxies.isEmpty();
        this.limits = Map.copyOf(limits);
    }

    /** Returns the address that a request came from, behind any reverse proxies; none when its connection is gone. */
    Optional<InetAddress> addressOf(HttpServerRequest request) {
        return peerOf(request).map(peer -> addresses.find(
                request.headers().getAll("Forwarded"), request.headers().getAll("X-Forwarded-For"), peer));
    }

    /** Counts a request for a path. Returns nothing when it is welcome, or the seconds after which the next one is. */
    OptionalLong secondsToWait(String path, HttpServerRequest request) {
        RateLimit limit = limits.get(path);
        if (limit == null) {
            return OptionalLong.empty();
        }
        return (anyoneIsBelieved ? peerOf(request) : addressOf(request))
                .map(limit::secondsToWait).orElse(OptionalLong.empty());
    }

    /** Returns the other end of a request's connection, unless it is gone. */
    private static Optional<InetAddress> peerOf(HttpServerRequest request) {
        // Vert.x itself gives the address as text only.
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.remoteAddress() instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress()) : Optional.empty();
    }
}
