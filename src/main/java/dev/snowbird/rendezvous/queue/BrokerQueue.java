package dev.snowbird.rendezvous.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The one queue on which all clients put their offers.
 *
 * @param name the queue's name
 * @param url  the queue's URL, which clients must be given
 */
public record BrokerQueue(String name, String url) {

    /** Seconds after which an offer that nobody took is gone (Snowflake contract, section 8). */
    private static final String RETENTION_SECONDS = "300";
    /** A call that is lost, on its way or back, leaves time for another. */
    private static final Duration ATTEMPT = Duration.ofSeconds(6);
    private static final int ATTEMPTS = 3;
    private static final int MOST_DOUBLINGS = 6;

    /**
     * Makes sure that the queue exists, creating it when it does not.
     *
     * @param sqs  the client to call with
     * @param name the queue's name
     * @return the queue; fails when SQS refuses, for example because a queue of this name has other attributes
     */
    public static CompletableFuture<BrokerQueue> ensure(SqsAsyncClient sqs, String name) {
        return ensure(sqs, name, 0);
    }

    /**
     * Does the same once more after it was too slow.
     *
     * @param sqs      the client to call with
     * @param name     the queue's name
     * @param tooOften how often; each time there is twice the time for an answer
     * @return the queue; fails when SQS refuses, or does not answer in time
     */
    public static CompletableFuture<BrokerQueue> ensure(SqsAsyncClient sqs, String name, int tooOften) {
        Duration attempt = ATTEMPT.multipliedBy(1L << Math.min(tooOften, MOST_DOUBLINGS));
        Duration patience = attempt.multipliedBy(ATTEMPTS);
        return sqs.createQueue(request -> request.queueName(name)
                        .attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, RETENTION_SECONDS))
                        .overrideConfiguration(call -> call.apiCallTimeout(patience).apiCallAttemptTimeout(attempt)))
                .thenApply(BrokerQueue::urlOf)
                .thenApply(url -> new BrokerQueue(name, url));
    }

    /**
     * Returns which queue was made.
     *
     * @param created what SQS answered
     * @throws IncompleteAnswerException when the answer, in spite of its success, names no queue
     */
    static String urlOf(CreateQueueResponse created) {
        if (created.queueUrl() == null || created.queueUrl().isEmpty()) {
            throw new IncompleteAnswerException("SQS did not say which queue it made");
        }
        return created.queueUrl();
    }
}
