package dev.snowbird.amqp;

import com.rabbitmq.client.Channel;
import dev.snowbird.log.BoundedLog;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes reply queues one after the other, on a thread of its own. They are declared on another channel than the one
 * that consumes them: a broker at its limit closes the channel on which it refuses a queue, and no reply may be lost
 * with it.
 */
final class ReplyLane {

    private final AmqpLink link;
    private final LinkConnections session;
    private final Channel channel;
    private final Executor executor;
    private final BoundedLog log;
    /** Of the lane's thread; null before it is first needed. */
    private Channel declaring;

    ReplyLane(AmqpLink link, LinkConnections session, Channel channel, Executor executor, BoundedLog log) {
        this.link = link;
        this.session = session;
        this.channel = channel;
        this.executor = executor;
        this.log = log;
    }

    /**
     * Makes a queue.
     *
     * @param wanted whether there is still somebody for it, when its turn has come
     * @param idle   gives a queue that is free again by then, which is quicker; null when there is none
     * @return the queue; null if nobody wants it any more; fails with {@link RejectedExecutionException} when too many
     *         wait already, with RESOURCE_EXHAUSTED when the broker may hold no more queues, with UNAVAILABLE when it
     *         does not do it for another reason, and gives the link up then
     */
    CompletionStage<ReplyQueue> make(BooleanSupplier wanted, Supplier<ReplyQueue> idle) {
        CompletableFuture<ReplyQueue> made = new CompletableFuture<>();
        try {
            executor.execute(() -> makeNow(wanted, idle, made));
        } catch (RejectedExecutionException full) {
            made.completeExceptionally(full);
        }
        return made;
    }

    private void makeNow(BooleanSupplier wanted, Supplier<ReplyQueue> idle, CompletableFuture<ReplyQueue> made) {
        if (!wanted.getAsBoolean()) {
            made.complete(null);
            return;
        }
        ReplyQueue ready = idle.get();
        try {
            made.complete(ready == null ? makeNow() : ready);
        } catch (IOException | RuntimeException e) {
            if (!AmqpErrors.isLimit(e)) {
                link.lost(session, e);
            }
            made.completeExceptionally(AmqpErrors.status(e).withCause(e).asException());
        }
    }

    private ReplyQueue makeNow() throws IOException {
        return ReplyQueue.make(declaring(), channel, link.topology(), link.connections().threads().strays, log);
    }

    private Channel declaring() throws IOException {
        if (declaring == null || !declaring.isOpen()) {
            declaring = LinkConnections.newChannel(session.consuming());
        }
        return declaring;
    }
}
