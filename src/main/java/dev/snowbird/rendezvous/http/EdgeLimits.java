package dev.snowbird.rendezvous.http;

import java.time.Duration;

/**
 * What a stranger may take of the HTTP edge.
 *
 * @param idleTimeout    after which a silent connection is closed; longer than any request is held
 * @param headerTimeout  how long the head of a request may take to arrive
 * @param bodyTimeout    how long the rest of it may take, and a TLS handshake
 * @param maxBodySize    the longest request body, in bytes
 * @param maxHeaderSize  the longest request line and, apart from it, the longest headers of a request, in bytes
 * @param maxConnections how many connections may be open
 */
public record EdgeLimits(Duration idleTimeout, Duration headerTimeout, Duration bodyTimeout, int maxBodySize,
        int maxHeaderSize, int maxConnections) {
}
