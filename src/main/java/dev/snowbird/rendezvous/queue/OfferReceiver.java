package dev.snowbird.rendezvous.queue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The client that Camel's {@code aws2-sqs} consumer receives offers with. It does what the consumer leaves out: it
 * receives no more than there is room for, backs off when SQS fails, and lets a stop cancel the running long poll.
 *
 * <p>The consumer asks for a blocking client, and calls it from its one polling thread; nothing else may use it.
 */
public final class OfferReceiver implements SqsClient {

    private static final Logger LOG = LoggerFactory.getLogger(OfferReceiver.class);

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(20);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration ROOM_CHECK = Duration.ofMillis(10);
    /** What a long poll may take beyond the time that it asks SQS to wait. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SqsAsyncClient sqs;
    private final BrokerQueue queue;
    private final OfferDeletions deletions;
    private final int maxInFlight;
    private final IntSupplier inFlight;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile CompletableFuture<ReceiveMessageResponse> running = CompletableFuture.completedFuture(null);
    private volatile int failures;

    /**
     * @param sqs         makes the calls
     * @param queue       where offers come in
     * @param deletions   is told of every receive, since its offers are deleted together
     * @param maxInFlight how many offers may be in flight at once
     * @param inFlight    how many are in flight now; only a receive may make it grow
     */
    public OfferReceiver(SqsAsyncClient sqs, BrokerQueue queue, OfferDeletions deletions, int maxInFlight,
            IntSupplier inFlight) {
        this.sqs = sqs;
        this.queue = queue;
        this.deletions = deletions;
        this.maxInFlight = maxInFlight;
        this.inFlight = inFlight;
    }

    /**
     * Waits until a whole receive fits under the limit, then for offers.
     *
     * @return the offers, or none after an error (which is logged here, and waited out) or a stop, after which SQS is
     *         not called any more
     */
    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        int batch = Math.min(request.maxNumberOfMessages(), maxInFlight);
        try {
            while (maxInFlight - inFlight.getAsInt() < batch) {
                if (stoppedWithin(ROOM_CHECK)) {
                    return nothing();
                }
            }
            if (stopped()) {
                return nothing();
            }
            ReceiveMessageResponse received = call(request, batch);
            failures = 0;
            deletions.received(received.messages());
            return received;
        } catch (CancellationException e) {
            return nothing();
        } catch (RuntimeException e) {
            return afterFailure(e);
        }
    }

    private ReceiveMessageResponse call(ReceiveMessageRequest request, int batch) {
        Duration limit = Duration.ofSeconds(request.waitTimeSeconds()).plus(GRACE);
        running = sqs.receiveMessage(request.toBuilder()
                .maxNumberOfMessages(batch)
                .overrideConfiguration(call -> call.apiCallTimeout(limit))
                .build());
        if (stopped()) {
            running.cancel(true);
        }
        return running.join();
    }

    private ReceiveMessageResponse afterFailure(Throwable failure) {
        if (stopped()) {
            return nothing();
        }
        Duration pause = backOff(failures);
        failures++;
        LOG.warn("Could not receive offers, trying again: {}", SqsErrors.describe(failure));
        if (!stoppedWithin(pause) && SqsErrors.isMissingQueue(failure)) {
            recreate();
        }
        return nothing();
    }

    private void recreate() {
        try {
            BrokerQueue.ensure(sqs, queue.name()).join();
            LOG.warn("The broker queue was gone and has been created again");
        } catch (CompletionException e) {
            LOG.warn("The broker queue is gone and can't be created yet: {}", SqsErrors.describe(e));
        }
    }

    /** Doubles with every failure, and is drawn from its upper half, so that brokers don't come back in step. */
    static Duration backOff(int failures) {
        long doubled = FIRST_BACK_OFF.toMillis() << Math.min(failures, 16);
        long longest = Math.min(doubled, LONGEST_BACK_OFF.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private boolean stoppedWithin(Duration time) {
        try {
            return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static ReceiveMessageResponse nothing() {
        return ReceiveMessageResponse.builder().build();
    }

    /** Returns how many receives have failed since the last one that did not. */
    public int failures() {
        return failures;
    }

    @Override
    public String serviceName() {
        return SqsClient.SERVICE_NAME;
    }

    /** Ends receiving for good: the running long poll is cancelled, and what SQS had given it comes back later. */
    @Override
    public void close() {
        stopping.countDown();
        running.cancel(true);
    }
}
