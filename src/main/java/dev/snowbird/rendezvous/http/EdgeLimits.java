package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import java.time.Duration;
import java.util.List;

/**
 * What a stranger may take of the HTTP edge. The last two hold for a path whose route says nothing else.
 *
 * @param idleTimeout    after which a silent connection is closed; longer than any request is held
 * @param headerTimeout  how long the head of a request may take to arrive
 * @param bodyTimeout    how long the rest of it may take, and a TLS handshake
 * @param @param maxHeaderSize  the longest request line and, apart from it, the longest headers of a request, in bytes
 * @param maxConnections how many connections may be open
 * @param maxBodySize    the longest request body, in bytes
 * @param trustedProxies the reverse proxies whose headers tell who a peer is; when there are none, anybody's do
 */
public record EdgeLimits(Duration idleTimeout, Duration headerTimeout, Duration bodyTimeout, int maxHeaderSize,
        int maxConnections, int maxBodySize, List<Network> trustedProxies) {
}
