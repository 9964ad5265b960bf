package dev.snowbird.rendezvous.http;

import io.netty.channel.Channel;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * By when a peer must have sent something. A server under load reads late, which is no fault of the peer: so what has
 * arrived by then is read before anything is judged.
 */
final class Deadline {

    private Deadline() {
    }

    /**
     * Sets a deadline, on the event loop of the peer's connection.
     *
     * @param isMet  tells whether the peer has sent it, when all that has arrived is read
     * @param missed what to do with a peer that has not
     * @return to be cancelled when the peer has sent it
     */
    static Future<?> set(Channel channel, Duration time, BooleanSupplier isMet, Runnable missed) {
        return channel.eventLoop().schedule(() -> {
            if (!isMet.getAsBoolean()) {
                readWhatHasArrived(channel);
            }
            if (!isMet.getAsBoolean()) {
                missed.run();
            }
        }, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads, on the event loop of a connection, what lies unread. */
    static void readWhatHasArrived(Channel channel) {
        if (channel.isActive()) {
            ((AbstractNioChannel.NioUnsafe) channel.unsafe()).read();
        }
    }
}
