package dev.snowbird.amqp;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.Guarded;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The reply queues of one session of a link. Each request has a queue to itself; making one costs a hundred times what
 * a request costs, so a queue is leased, and made and deleted only when a reply stayed out.
 */
public final class ReplyQueues {

    private static final int MAX_IDLE = 256;

    private final LinkConnections session;
    private final AmqpThreads threads;
    private final ReplyLane lane;
    private final ReplyLane suspectLane;
    private final Counter retired;
    private final ConcurrentLinkedDeque<ReplyQueue> idle = new ConcurrentLinkedDeque<>();
    /** What {@link #idle} holds, which it can't count quickly itself. */
    private final AtomicInteger idleCount = new AtomicInteger();
    /** The fewest that were idle at once since {@link #shrink} last ran: so many were not needed. */
    private final AtomicInteger fewestIdle = new AtomicInteger();

    /**
     * @param link     the hold on the broker
     * @param session  what the queues belong to
     * @param retired  counts queues that are given up because no reply came
     * @param patience a queue that nobody has needed for so long, or twice that, is deleted: each counts towards a
     *                 broker's limits
     */
    public ReplyQueues(AmqpLink link, LinkConnections session, Counter retired, Duration patience) {
        this.session = session;
        this.retired = retired;
        this.threads = link.connections().threads();
        BoundedLog log = new BoundedLog(ReplyQueue.class);
        this.lane = new ReplyLane(link, session, session.replies(), threads.leases, log);
        this.suspectLane = new ReplyLane(link, session, session.suspectReplies(), threads.suspectLeases, log);
        long millis = patience.toMillis();
        Future<?> clock = threads.timeouts.scheduleWithFixedDelay(
                Guarded.repeat(ReplyQueues.class, "Reply queues that nobody needs are kept", this::shrink),
                millis, millis, TimeUnit.MILLISECONDS);
        session.whenOver(() -> clock.cancel(false));
    }

    private void shrink() {
        for (int unused = fewestIdle.get(); unused > 0; unused--) {
            ReplyQueue queue = idle.pollLast();
            if (queue == null) {
                break;
            }
            idleCount.decrementAndGet();
            delete(queue);
        }
        fewestIdle.set(idleCount.get());
    }

    /** Returns what the queues belong to. */
    public LinkConnections session() {
        return session;
    }

    /** Returns how many queues nobody leases. */
    public int idle() {
        return idleCount.get();
    }

    /**
     * Leases a queue.
     *
     * @param suspect whether whoever is asked has just let a request time out: it then gets no idle queue, of which it
     *                would leave none to others, but has to wait for a new one among its like
     * @param wanted  whether somebody still waits for it
     * @return the queue; null if nobody wants it any more; fails with
     *         {@link java.util.concurrent.RejectedExecutionException} when too many wait already, and with a
     *         {@link io.grpc.StatusException}: RESOURCE_EXHAUSTED when the broker may hold no more queues, UNAVAILABLE
     *         when it does not make one for another reason, and gives the link up then
     */
    public CompletionStage<ReplyQueue> lease(boolean suspect, BooleanSupplier wanted) {
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
            fewestIdle.accumulateAndGet(idleCount.decrementAndGet(), Math::min);
            if (ready.isUsable()) {
                return ready;
            }
            ready = idle.pollFirst();
        }
        return null;
    }

    /** Takes back a queue into which no reply can come any more. */
    public void giveBack(ReplyQueue queue) {
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
    public void retire(ReplyQueue queue) {
        queue.free();
        retired.increment();
        delete(queue);
    }

    private void delete(ReplyQueue queue) {
        AmqpThreads.run(threads.retirements, queue::delete);
    }
}
