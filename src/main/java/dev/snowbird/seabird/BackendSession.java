package dev.snowbird.seabird;

import dev.snowbird.seabird.amqp.StreamQueue;
import dev.snowbird.seabird.chat.ConnectedBackend;

/**
 * What belongs to the stream of a backend that has said who it is.
 *
 * @param backend its id and channels
 * @param queue   what its requests come through
 */
record BackendSession(ConnectedBackend backend, StreamQueue queue) {
}
