package dev.snowbird.seabird.amqp;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.AmqpErrors;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.LinkConnections;
import dev.snowbird.amqp.ReplyQueue;
import dev.snowbird.seabird.chat.ChatCall;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A request that waits for its backend's reply. */
public final class PendingRequest implements ReplyQueue.Holder {

    private final ChatCall call;
    private final LinkConnections session;
    private final long deadline;
    /** Completed by whichever comes first, on whatever thread. */
    private final CompletableFuture<ChatEvent> outcome = new CompletableFuture<>();
    /** The same for the caller, once everything is put away. */
    private final CompletableFuture<ChatEvent> reply = new CompletableFuture<>();
    private ReplyQueue queue;
    private boolean over;

    PendingRequest(ChatCall call, LinkConnections session, long timeoutNanos) {
        this.call = call;
        this.session = session;
        this.deadline = System.nanoTime() + timeoutNanos;
    }

    /** Returns what is asked. */
    public ChatCall call() {
        return call;
    }

    /** Returns the name of the queue that waits for the reply. */
    public synchronized String replyQueue() {
        return queue.name();
    }

    /** Returns how long the caller will still wait, in whole milliseconds. */
    public long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    /**
     * Returns the backend's reply, of whatever kind.
     *
     * @return fails with a {@link io.grpc.StatusException}: DEADLINE_EXCEEDED when there is none in time, NOT_FOUND
     *         when there is no such backend, UNAVAILABLE when the broker is lost
     */
    public CompletionStage<ChatEvent> reply() {
        return reply;
    }

    @Override
    public String id() {
        return call.request().getId();
    }

    @Override
    public void replied(Delivery delivery) throws IOException {
        try {
            outcome.complete(ChatEvent.parseFrom(delivery.body()));
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("something else than a chat event", e);
        }
    }

    @Override
    public void lost() {
        outcome.completeExceptionally(AmqpErrors.UNREACHABLE.asException());
    }

    /** Says whether it ends with this session. */
    boolean isOf(LinkConnections other) {
        return session == other;
    }

    CompletableFuture<ChatEvent> outcome() {
        return outcome;
    }

    /** Tells the caller what came. */
    void tell(ChatEvent event, Throwable failure) {
        if (failure == null) {
            reply.complete(event);
        } else {
            reply.completeExceptionally(failure);
        }
    }

    /** Takes a leased queue, unless the request is already over. */
    synchronized boolean use(ReplyQueue leased) {
        if (!over) {
            queue = leased;
            queue.lendTo(this);
        }
        return !over;
    }

    /** Ends the use of the leased queue and returns it; null if there never was one. */
    synchronized ReplyQueue release() {
        over = true;
        return queue;
    }
}
