package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.camel.Header;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;

/**
 * Deletes offers from the broker queue, as many with one call as it can name: Amazon bills calls, not messages. An
 * offer that is done waits a moment for others.
 */
public final class OfferDeletions {

    /** What one call can name. */
    private static final int MOST = 10;

    private final BoundedLog log = new BoundedLog(OfferDeletions.class);
    private final SqsAsyncClient sqs;
    private final String queueUrl;
    private final Executor later;
    private Batch next = new Batch();

    /** Offers that are done and deleted together. */
    private static final class Batch {

        private final List<String> receiptHandles = new ArrayList<>();
        private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    }

    /**
     * @param sqs   makes the calls
     * @param queue the broker queue
     * @param later runs what it is given after the moment that offers wait for others
     */
    public OfferDeletions(SqsAsyncClient sqs, BrokerQueue queue, Executor later) {
        this.sqs = sqs;
        this.queueUrl = queue.url();
        this.later = later;
    }

    /**
     * Deletes an offer that is done.
     *
     * @param receiptHandle what SQS gave with the offer
     * @return completes when the offer is deleted; never fails, since an offer whose deletion failed merely comes back
     */
    public CompletionStage<Void> delete(@Header(Sqs2Constants.RECEIPT_HANDLE) String receiptHandle) {
        Batch mine;
        boolean isFirst;
        boolean isLast;
        synchronized (this) {
            mine = next;
            mine.receiptHandles.add(receiptHandle);
            isFirst = mine.receiptHandles.size() == 1;
            isLast = mine.receiptHandles.size() == MOST;
            if (isLast) {
                next = new Batch();
            }
        }
        if (isFirst) {
            later.execute(() -> flush(mine));
        } else if (isLast) {
            delete(mine);
        }
        return mine.deleted;
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
