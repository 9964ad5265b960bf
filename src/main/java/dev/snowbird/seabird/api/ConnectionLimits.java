package dev.snowbird.seabird.api;

import java.time.Duration;

/**
 * What a stranger may take of the gRPC port, and how soon a peer counts as gone.
 *
 * @param maxConnections    how many connections may be open
 * @param handshakeTimeout  how long it may take until a connection is one of HTTP/2, a TLS handshake included
 * @param firstCallTimeout  how long it may then take until its peer has made a call with a good token
 * @param keepaliveInterval after how much silence a peer is pinged
 * @param keepaliveTimeout  how long it may take to answer
 */
public record ConnectionLimits(int maxConnections, Duration handshakeTimeout, Duration firstCallTimeout,
        Duration keepaliveInterval, Duration keepaliveTimeout) {
}
