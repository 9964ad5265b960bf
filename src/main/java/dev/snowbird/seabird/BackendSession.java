package dev.snowbird.seabird;

import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.seabird.chat.ConnectedBackend;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What belongs to the stream of a backend that has said who it is.
 *
 * @param backend its id and channels
 * @param queue   what its requests come through
 * @param stalled whether the last request had to be dropped
 */
record BackendSession(ConnectedBackend backend, OwnedQueue queue, AtomicBoolean stalled) {
}
