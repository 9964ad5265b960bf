package dev.snowbird.seabird.amqp;

import dev.snowbird.log.BoundedLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells the operator of streams that were lost though the broker was not: somebody has deleted or closed something. */
final class LostStreams {

    /** When the broker is lost, connections break one after the other; {@link AmqpLink} says so for all of them. */
    private static final long PATIENCE_SECONDS = 1;

    private final BoundedLog log = new BoundedLog(LostStreams.class);
    private final AmqpThreads threads;

    /**
     * @param threads run what is done later
     */
    LostStreams(AmqpThreads threads) {
        this.threads = threads;
    }

    /**
     * A queue is gone, and its stream with it.
     *
     * @param what what it was for, safe in a log
     */
    void queue(String what) {
        log.warn("A stream has ended: somebody has deleted the message broker's queue of {}", what);
    }

    /** The channel of a stream is closed, perhaps with its connection. */
    void channel(LinkConnections session, Throwable cause) {
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, threads.notices).execute(() -> {
            if (!session.isOver()) {
                log.warn("A stream has ended: its connection with the message broker is lost: {}",
                        AmqpErrors.describe(cause));
            }
        });
    }
}
