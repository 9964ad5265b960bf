package dev.snowbird.seabird.api;

/**
 * What a peer may take of the gRPC port.
 *
 * @param maxMessageSize the longest message it may send, in bytes
 * @param maxStreams     how many streams of all plugins and backends may be open at once
 */
public record ServerLimits(int maxMessageSize, int maxStreams) {
}
