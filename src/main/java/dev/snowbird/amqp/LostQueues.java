package dev.snowbird.amqp;

import dev.snowbird.log.BoundedLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells the operator of queues that were lost though the broker was not: somebody has deleted or closed something. */
final class LostQueues {

    /** When the broker is lost, connections break one after the other; {@link AmqpLink} says so for all of them. */
    private static final long PATIENCE_SECONDS = 1;

    private final BoundedLog log = new BoundedLog(LostQueues.class);
    private final String owners;
    private final AmqpThreads threads;

    /**
     * @param owners  what an owner is called
     * @param threads run what is done later
     */
    LostQueues(String owners, AmqpThreads threads) {
        this.owners = owners;
        this.threads = threads;
    }

    /**
     * A queue is gone, and its owner ends with it.
     *
     * @param what what it was for, safe in a log
     */
    void queue(String what) {
        log.warn("A {} has ended: somebody has deleted the message broker's queue of {}", owners, what);
    }

    /** The channel of a queue is closed, perhaps with its connection. */
    void channel(LinkConnections session, Throwable cause) {
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, threads.notices).execute(() -> {
            if (!session.isOver()) {
                log.warn("A {} has ended: its connection with the message broker is lost: {}", owners,
                        AmqpErrors.describe(cause));
            }
        });
    }
}
