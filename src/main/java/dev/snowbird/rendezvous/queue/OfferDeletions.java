package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Header;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes offers from the broker queue, with one call for all offers that came with one receive: Amazon bills calls,
 * not messages. A receive is deleted when the last of its offers is done, so a lone offer is deleted at once.
 */
public final class OfferDeletions {

    private final BoundedLog log = new BoundedLog(OfferDeletions.class);
    private final SqsAsyncClient sqs;
    private final String queueUrl;
    private final Duration patience;
    private final Executor executor;
    private final Map<String, Receive> receives = new ConcurrentHashMap<>();

    /**
     * @param sqs      makes the calls
     * @param queue    the broker queue
     * @param patience how long finished offers wait for the others of their receive; well under the visibility timeout
     * @param executor runs what is left when that time is over
     */
    public OfferDeletions(SqsAsyncClient sqs, BrokerQueue queue, Duration patience, Executor executor) {
        this.sqs = sqs;
        this.queueUrl = queue.url();
        this.patience = patience;
        this.executor = executor;
    }

    /**
     * Remembers which offers came together.
     *
     * @param offers the messages of one receive
     */
    public void received(List<Message> offers) {
        if (offers.isEmpty()) {
            return;
        }
        Receive receive = new Receive(offers.stream().map(Message::receiptHandle).toList());
        offers.forEach(offer -> receives.put(offer.receiptHandle(), receive));
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(receive::giveUpWaiting);
    }

    /**
     * Deletes an offer that is done.
     *
     * @param receiptHandle what SQS gave with the offer
     * @return completes when the offer is deleted; never fails, since an offer whose deletion failed merely comes back
     */
    public CompletionStage<Void> delete(@Header(Sqs2Constants.RECEIPT_HANDLE) String receiptHandle) {
        Receive receive = receives.remove(receiptHandle);
        return receive == null ? deleteAll(List.of(receiptHandle)) : receive.done(receiptHandle);
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

    /** The offers of one receive, until all of them are deleted. */
    private final class Receive {

        private final Set<String> open;
        private final List<String> done = new ArrayList<>();
        private CompletableFuture<Void> deleted = new CompletableFuture<>();

        Receive(List<String> receiptHandles) {
            open = new HashSet<>(receiptHandles);
        }

        synchronized CompletionStage<Void> done(String receiptHandle) {
            CompletableFuture<Void> mine = deleted;
            open.remove(receiptHandle);
            done.add(receiptHandle);
            if (open.isEmpty()) {
                flush();
            }
            return mine;
        }

        /** An offer that takes too long is on its own from here on, and so are those that follow it. */
        synchronized void giveUpWaiting() {
            receives.keySet().removeAll(open);
            open.clear();
            if (!done.isEmpty()) {
                flush();
            }
        }

        private void flush() {
            CompletableFuture<Void> flushed = deleted;
            deleted = new CompletableFuture<>();
            deleteAll(List.copyOf(done)).whenComplete((gone, failure) -> flushed.complete(null));
            done.clear();
        }
    }
}
