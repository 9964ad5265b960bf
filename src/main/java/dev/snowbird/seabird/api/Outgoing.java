package dev.snowbird.seabird.api;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A message that waits for the peer to take it.
 *
 * @param bytes the encoded message
 * @param until when it stops to be of use, by {@link System#nanoTime}; none for never
 */
record Outgoing(byte[] bytes, OptionalLong until) {

    static Outgoing always(byte[] bytes) {
        return new Outgoing(bytes, OptionalLong.empty());
    }

    static Outgoing within(byte[] bytes, Duration time) {
        return new Outgoing(bytes, OptionalLong.of(System.nanoTime() + time.toNanos()));
    }

    boolean isStale() {
        return until.isPresent() && System.nanoTime() - until.getAsLong() > 0;
    }
}
