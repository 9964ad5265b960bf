package dev.snowbird.seabird.amqp;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The reply queues of one session. SB-1 gives each request a queue of its own; making one costs a hundred times what a
 * request costs, so a queue is leased, and made and deleted only when a reply stayed out.
 */
final class ReplyQueues {

    private static final int MAX_IDLE = 256;

    private final LinkSession session;
    private final AmqpThreads threads;
    private final ReplyLane lane;
    private final ReplyLane suspectLane;
    private final Counter retired;
    private final ConcurrentLinkedDeque<ReplyQueue> idle = new ConcurrentLinkedDeque<>();
    /** What {@link #idle} holds, which it can't count quickly itself. */
    private final AtomicInteger idleCount = new AtomicInteger();

    ReplyQueues(AmqpLink link, LinkSession session, Counter retired) {
        this.session = session;
        this.retired = retired;
        this.threads = link.connections().threads();
        this.lane = new ReplyLane(link, session, session.replies(), threads.leases);
        this.suspectLane = new ReplyLane(link, session, session.suspectReplies(), threads.suspectLeases);
    }

    LinkSession session() {
        return session;
    }

    int idle() {
        return idleCount.get();
    }

    /**
     * Leases a queue.
     *
     * @param suspect whether the backend has just let a request time out: it then gets no idle queue, of which it would
     *                leave none to others, but has to wait for a new one among its like
     * @param wanted  whether somebody still waits for it
     * @return as {@link ReplyLane#make}
     */
    CompletionStage<ReplyQueue> lease(boolean suspect, BooleanSupplier wanted) {
        if (suspect) {
            return suspectLane.make(wanted, () -> null);
        }
        ReplyQueue ready = pollIdle();
        return ready == null ? lane.make(wanted, this::pollIdle) : CompletableFuture.completedFuture(ready);
    }

    /** Returns null when there is none. */
    private ReplyQueue pollIdle() {
        ReplyQueue ready = idle.pollFirst();
        while (ready != null) {
            idleCount.decrementAndGet();
            if (ready.isUsable()) {
                return ready;
            }
            ready = idle.pollFirst();
        }
        return null;
    }

    /** Takes back a queue into which no reply can come any more. */
    void giveBack(ReplyQueue queue) {
        queue.free();
        if (!queue.isUsable()) {
            return;
        }
        if (idleCount.incrementAndGet() > MAX_IDLE) {
            idleCount.decrementAndGet();
            delete(queue);
        } else {
            idle.addFirst(queue);
        }
    }

    /** Takes back a queue whose reply may still come, and must find nobody. */
    void retire(ReplyQueue queue) {
        queue.free();
        retired.increment();
        delete(queue);
    }

    private void delete(ReplyQueue queue) {
        AmqpThreads.run(threads.retirements, queue::delete);
    }
}
