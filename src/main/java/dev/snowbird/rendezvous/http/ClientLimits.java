package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
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
public final class ClientLimits {

    /** Where proxies poll; whoever asks for another path counts as a client. */
    private static final String PROXY_PATH = "/proxy";

    private final ProxyAddress proxies;
    private final ClientAddress clients;
    private final boolean anyoneIsBelieved;
    private final Map<String, RateLimit> limits;

    /**
     * Takes what is known about reverse proxies, and the limits.
     *
     * @param trustedProxies those whose headers are believed; when there are none, anyone's are, except for limits,
     *                       which a stranger could escape by inventing addresses
     * @param trustedHops    how many reverse proxies a proxy's poll comes through
     * @param limits         for each address, by the path that is limited; paths may share one
     */
    public ClientLimits(List<Network> trustedProxies, int trustedHops, Map<String, RateLimit> limits) {
        this.proxies = new ProxyAddress(trustedProxies, trustedHops);
        this.clients = new ClientAddress(trustedProxies);
        this.anyoneIsBelieved = trustedProxies.isEmpty();
        this.limits = Map.copyOf(limits);
    }

    /**
     * Returns the address that a request for a path came from, behind any reverse proxies; none when its connection is
     * gone.
     */
    Optional<InetAddress> addressOf(String path, HttpServerRequest request) {
        List<String> forwarded = request.headers().getAll("Forwarded");
        List<String> xForwardedFor = request.headers().getAll("X-Forwarded-For");
        return peerOf(request).map(peer -> path.equals(PROXY_PATH)
                ? proxies.find(forwarded, xForwardedFor, peer) : clients.find(forwarded, xForwardedFor, peer));
    }

    /** Counts a request for a path. Returns nothing when it is welcome, or the seconds after which the next one is. */
    OptionalLong secondsToWait(String path, HttpServerRequest request) {
        RateLimit limit = limits.get(path);
        if (limit == null) {
            return OptionalLong.empty();
        }
        return (anyoneIsBelieved ? peerOf(request) : addressOf(path, request))
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
