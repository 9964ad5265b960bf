package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who have asked other nodes something, each by the correlation id of its question. All replies come to one queue
 * of this node: what is asked goes by an id that is never used again, so a late reply finds nobody.
 */
public final class Replies {

    private final BoundedLog log = new BoundedLog(Replies.class);
    private final int maxBodySize;
    private final Map<String, CompletableFuture<Optional<Delivery>>> waiting = new ConcurrentHashMap<>();

    /**
     * @param maxBodySize the longest reply that is taken, in bytes
     */
    Replies(int maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    /**
     * Begins to wait, before the question is sent. Who waits sets the limit, and may complete what is returned.
     *
     * @param correlationId of the question
     * @return the first reply, on a thread that must not block; empty when it is certain that nobody got the question;
     *         fails with {@link NodesLostException} when the broker is lost and there will be none
     */
    public CompletableFuture<Optional<Delivery>> await(String correlationId) {
        CompletableFuture<Optional<Delivery>> reply = new CompletableFuture<>();
        waiting.put(correlationId, reply);
        reply.whenComplete((came, failure) -> waiting.remove(correlationId, reply));
        return reply;
    }

    /** A reply has come. */
    void arrived(Delivery reply) {
        if (reply.body().length > maxBodySize) {
            log.warn("A reply of another node was dropped: it has {} bytes", reply.body().length);
        } else if (!complete(reply.correlationId(), Optional.of(reply))) {
            log.info("A reply of another node was dropped: nobody waits for {} any more",
                    LogText.of(reply.correlationId()));
        }
    }

    /** The broker did not take a question, or found no queue for it. */
    void notTaken(String correlationId) {
        complete(correlationId, Optional.empty());
    }

    /** The broker was lost when a question, if it was one, was to be sent, so perhaps a node has it after all. */
    void lost(String correlationId) {
        CompletableFuture<Optional<Delivery>> reply = waiting.get(correlationId);
        if (reply != null) {
            reply.completeExceptionally(new NodesLostException());
        }
    }

    private boolean complete(String correlationId, Optional<Delivery> outcome) {
        CompletableFuture<Optional<Delivery>> reply = waiting.get(correlationId);
        return reply != null && reply.complete(outcome);
    }

    /** No reply can come any more to those who wait now. */
    void lost() {
        waiting.values().forEach(reply -> reply.completeExceptionally(new NodesLostException()));
    }
}
