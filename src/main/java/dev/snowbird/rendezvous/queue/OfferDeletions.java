package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Header;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes offers from the broker queue, as many with one call as it can name: Amazon bills calls, not messages. An
 * offer that is done waits a moment for others that are under way; a lone one is deleted at once.
 */
public final class OfferDeletions {

    /** What one call can name. */
    private static final int MOST = 10;

    private final BoundedLog log = new BoundedLog(OfferDeletions.class);
    private final SqsAsyncClient sqs;
    private final String queueUrl;
    private final Duration moment;
    private final Duration patience;
    private final Executor executor;
    private final Set<String> underWay = new HashSet<>();
    private Batch next = new Batch();

    /** Offers that are done and deleted together. */
    private static final class Batch {

        private final List<String> receiptHandles = new ArrayList<>();
        private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    }

    /**
     * @param sqs      makes the calls
     * @param queue    the broker queue
     * @param moment   how long an offer that is done waits for others
     * @param patience how long one is waited for, since it was received
     * @param executor runs what is left when those times are over
     */
    public OfferDeletions(SqsAsyncClient sqs, BrokerQueue queue, Duration moment, Duration patience,
            Executor executor) {
        this.sqs = sqs;
        this.queueUrl = queue.url();
        this.moment = moment;
        this.patience = patience;
        this.executor = executor;
    }

    /**
     * Remembers which offers are under way.
     *
     * @param offers the messages of one receive
     */
    public void received(List<Message> offers) {
        if (offers.isEmpty()) {
            return;
        }
        List<String> receiptHandles = offers.stream().map(Message::receiptHandle).toList();
        synchronized (this) {
            underWay.addAll(receiptHandles);
        }
        after(patience, () -> giveUpWaitingFor(receiptHandles));
    }

    /**
     * Deletes an offer that is done.
     *
     * @param receiptHandle what SQS gave with the offer
     * @return completes when the offer is deleted; never fails, since an offer whose deletion failed merely comes back
     */
    public CompletionStage<Void> delete(@Header(Sqs2Constants.RECEIPT_HANDLE) String receiptHandle) {
        Batch mine;
        boolean isComplete;
        synchronized (this) {
            if (!underWay.remove(receiptHandle)) {
                return deleteAll(List.of(receiptHandle));
            }
            mine = next;
            mine.receiptHandles.add(receiptHandle);
            isComplete = mine.receiptHandles.size() == MOST || underWay.isEmpty();
            if (isComplete) {
                next = new Batch();
            } else if (mine.receiptHandles.size() == 1) {
                after(moment, () -> flush(mine));
            }
        }
        if (isComplete) {
            delete(mine);
        }
        return mine.deleted;
    }

    private void after(Duration time, Runnable work) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, executor).execute(work);
    }

    /** Has a batch wait no longer, unless it is on its way already. */
    private void flush(Batch batch) {
        synchronized (this) {
            if (batch != next) {
                return;
            }
            next = new Batch();
        }
        delete(batch);
    }

    /** An offer that takes too long is on its own from here on. */
    private void giveUpWaitingFor(List<String> receiptHandles) {
        Batch batch;
        synchronized (this) {
            batch = next;
            if (!underWay.removeAll(receiptHandles) || !underWay.isEmpty() || batch.receiptHandles.isEmpty()) {
                return;
            }
        }
        flush(batch);
    }

    private void delete(Batch batch) {
        deleteAll(batch.receiptHandles).whenComplete((gone, failure) -> batch.deleted.complete(null));
    }

    private CompletionStage<Void> deleteAll(List<String> receiptHandles) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String handle : receiptHandles) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(String.valueOf(entries.size())).receiptHandle(handle).build());
        }
        // Begun by a stage, so that a call which can't even be made fails as any other does.
        return CompletableFuture.completedFuture(entries)
                .thenCompose(batch -> sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(batch)))
                .thenAccept(this::report)
                .exceptionally(failure -> {
                    log.warn("Answered offers could not be deleted and will come back: {}",
                            SqsErrors.describe(failure));
                    return null;
                });
    }

    private void report(DeleteMessageBatchResponse response) {
        response.failed().stream().findFirst().ifPresent(first ->
                log.warn("{} answered offers could not be deleted and will come back: {}",
                        response.failed().size(), first.code()));
    }
}
