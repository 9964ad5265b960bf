package dev.snowbird.seabird.api;

import dev.snowbird.seabird.chat.SizeLimit;

/**
 * What a peer may take of the gRPC port.
 *
 * @param messages        how long a message it may send
 * @param maxStreams      how many streams of all plugins and backends may be open at once
 * @param maxWaitingBytes how many bytes may wait for all peers together
 * @param connections     how many connections there may be, and how long silent ones last
 */
public record ServerLimits(SizeLimit messages, int maxStreams, long maxWaitingBytes, ConnectionLimits connections) {
}
