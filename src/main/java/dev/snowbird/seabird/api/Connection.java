package dev.snowbird.seabird.api;

import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A peer's connection, which is closed when nobody has shown a good token on it in time. Calls that need no token, to
 * ask for the health of the server, and those whose token is being looked up have as long as they take.
 */
final class Connection {

    /** Among the attributes of every call. */
    static final Attributes.Key<Connection> KEY = Attributes.Key.create("dev.snowbird.seabird.api.Connection");

    private final Channel channel;
    private final Future<?> deadline;
    private boolean leaving;
    /** The two are guarded by this, as calls are on any thread. */
    private int callsWithoutToken;
    private boolean trusted;

    /**
     * @param channel a connection that has just begun, on whose event loop this is
     * @param within  how long its peer has to show a token
     */
    Connection(Channel channel, Duration within) {
        this.channel = channel;
        this.deadline = channel.eventLoop().scheduleWithFixedDelay(
                this::judge, within.toMillis(), within.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> deadline.cancel(false));
    }

    /** Returns the connection of a call. */
    static Connection of(ServerCall<?, ?> call) {
        return call.getAttributes().get(KEY);
    }

    private void judge() {
        if (!isOfAStranger()) {
            return;
        }
        if (leaving) {
            channel.unsafe().close(channel.newPromise());
        } else {
            leaving = true;
            // HTTP/2's good-bye, which costs no peer a call that is just on its way, but waits for open streams.
            channel.close();
        }
    }

    private synchronized boolean isOfAStranger() {
        return !trusted && callsWithoutToken == 0;
    }

    /** Notes that a call begins which has shown no good token yet, and need not. */
    synchronized void begin() {
        callsWithoutToken++;
    }

    /** Notes that such a call is over, or known to have a good token. */
    synchronized void end() {
        callsWithoutToken--;
    }

    /** Notes that a good token was shown: from now on the peer may be silent for as long as it likes. */
    synchronized void trust() {
        if (!trusted) {
            trusted = true;
            deadline.cancel(false);
        }
    }
}
