package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Knows who the peers are that requests for a path come from, and how often they may. */
final class ClientLimits {

    private final ForwardedAddress addresses;
    private final boolean anyoneIsBelieved;
    private final Optional<RateLimit> limit;

    /**
     * @param trustedProxies those whose headers are believed; when there are none, anyone's are, except for the limit,
     *                       which a stranger could escape by inventing addresses
     * @param trustedHops    how many reverse proxies a request comes through; none for any number
     * @param limit          for each address
     */
    ClientLimits(List<Network> trustedProxies, Optional<Integer> trustedHops, Optional<RateLimit> limit) {
        this.addresses = trustedHops.<ForwardedAddress>map(hops -> new ProxyAddress(trustedProxies, hops)::find)
                .orElse(new ClientAddress(trustedProxies)::find);
        this.anyoneIsBelieved = trustedProxies.isEmpty();
        this.limit = limit;
    }

    /** How an address is found among what reverse proxies have written. */
    @FunctionalInterface
    private interface ForwardedAddress {

        InetAddress find(List<String> forwarded, List<String> xForwardedFor, InetAddress peer);
    }

    /** Returns the address that a request came from, behind any reverse proxies; none when its connection is gone. */
    Optional<InetAddress> addressOf(HttpServerRequest request) {
        return peerOf(request).map(peer -> addresses.find(request.headers().getAll("Forwarded"),
                request.headers().getAll("X-Forwarded-For"), peer));
    }

    /** Counts a request. Returns nothing when it is welcome, or the seconds after which the next one is. */
    OptionalLong secondsToWait(HttpServerRequest request) {
        if (limit.isEmpty()) {
            return OptionalLong.empty();
        }
        return (anyoneIsBelieved ? peerOf(request) : addressOf(request))
                .map(limit.get()::secondsToWait).orElse(OptionalLong.empty());
    }

    /** Returns the other end of a request's connection, unless it is gone. */
    private static Optional<InetAddress> peerOf(HttpServerRequest request) {
        // Vert.x itself gives the address as text only.
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.remoteAddress() instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress()) : Optional.empty();
    }
}
