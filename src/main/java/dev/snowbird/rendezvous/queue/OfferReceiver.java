package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The client that Camel's {@code aws2-sqs} consumer receives offers with. It does what the consumer leaves out: it
 * receives no more than there is room for, has several receives under way while they come back full and lets offers
 * gather while they do not, backs off when SQS fails, and lets a stop cancel the running long polls.
 *
 * <p>The consumer asks for a blocking client, and calls it from its one polling thread; nothing else may use it.
 */
public final class OfferReceiver implements SqsClient {

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(20);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration ROOM_CHECK = Duration.ofMillis(10);
    /**
     * From the beginning of a receive that did not come back full to that of the next: each call is paid for, and one
     * of a client's is far longer away than this. Who comes alone finds a receive that waits already.
     */
    private static final Duration GATHERING = Duration.ofMillis(10);
    /** What a long poll may take beyond the time that it asks SQS to wait. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BoundedLog log = new BoundedLog(OfferReceiver.class);
    private final SqsAsyncClient sqs;
    private final BrokerQueue queue;
    private final OfferRoom room;
    private final int maxReceives;
    private final BooleanSupplier canKeepUp;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private volatile int failures;
    private volatile boolean last;
    /** How many receives are to be under way; they are the consumer's thread's, as all below. */
    private int wanted = 1;
    private int underWay;
    /** In the terms of {@link System#nanoTime}. */
    private long lastBegun;
    private boolean lastWasFull = true;
    /** Counts up when a failure has been dealt with, which then goes for all receives that had begun before. */
    private int recoveries;
    private boolean queueWasMissing;

    /** What a receive has come to, which began after so many recoveries. */
    private record Outcome(ReceiveMessageResponse received, Throwable failure, int recoveries) {
    }

    /**
     * @param sqs         makes the calls
     * @param queue       where offers come in
     * @param room        how many offers may be in flight
     * @param maxReceives how many receives may be under way at once
     * @param canKeepUp   whether offers are dealt with as fast as they come, so that more may come at once
     */
    OfferReceiver(SqsAsyncClient sqs, BrokerQueue queue, OfferRoom room, int maxReceives,
            BooleanSupplier canKeepUp) {
        this.sqs = sqs;
        this.queue = queue;
        this.room = room;
        this.maxReceives = maxReceives;
        this.canKeepUp = canKeepUp;
    }

    /**
     * Waits until a whole receive fits under the limit, then for offers.
     *
     * @return the offers, or none after an error (which is logged here, and waited out) or a stop, after which SQS is
     *         not called any more
     */
    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        int batch = room.largest(request.maxNumberOfMessages());
        try {
            letGather();
            begin(request, batch);
            while (underWay == 0 && !stoppedWithin(ROOM_CHECK)) {
                if (!last) {
                    room.missed();
                    begin(request, batch);
                }
            }
            if (underWay == 0) {
                return nothing();
            }
            room.found();
            Outcome outcome = outcomes.take();
            underWay--;
            return outcome.failure() == null ? accept(outcome.received(), batch) : afterFailure(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return nothing();
        }
    }

    private void letGather() throws InterruptedException {
        if (underWay == 0 && !lastWasFull) {
            stoppedWithin(GATHERING.minusNanos(System.nanoTime() - lastBegun));
        }
    }

    /** Has as many receives under way as are wanted and fit, beyond the first only while their offers can be served. */
    private void begin(ReceiveMessageRequest request, int batch) {
        while (!stopped() && !last && underWay < wanted && room.fits((underWay + 1) * batch)
                && (underWay == 0 || canKeepUp.getAsBoolean())) {
            underWay++;
            call(request, batch);
        }
    }

    private void call(ReceiveMessageRequest request, int batch) {
        Duration limit = Duration.ofSeconds(request.waitTimeSeconds()).plus(GRACE);
        int before = recoveries;
        lastBegun = System.nanoTime();
        CompletableFuture<ReceiveMessageResponse> receive;
        try {
            receive = sqs.receiveMessage(request.toBuilder()
                    .maxNumberOfMessages(batch)
                    .overrideConfiguration(call -> call.apiCallTimeout(limit))
                    .build());
        } catch (RuntimeException e) {
            receive = CompletableFuture.failedFuture(e);
        }
        untilStopped(receive).whenComplete((received, failure) ->
                outcomes.add(new Outcome(received, failure, before)));
    }

    /** Returns a call that a stop cancels. */
    private <T> CompletableFuture<T> untilStopped(CompletableFuture<T> call) {
        running.add(call);
        call.whenComplete((answer, failure) -> running.remove(call));
        if (stopped()) {
            call.cancel(true);
        }
        return call;
    }

    private ReceiveMessageResponse accept(ReceiveMessageResponse received, int batch) {
        failures = 0;
        queueWasMissing = false;
        int count = received.messages().size();
        lastWasFull = count >= batch;
        if (lastWasFull) {
            wanted = Math.min(maxReceives, wanted * 2);
        } else {
            wanted = count == 0 ? 1 : Math.max(1, wanted - 1);
        }
        return received;
    }

    private ReceiveMessageResponse afterFailure(Outcome outcome) throws InterruptedException {
        if (stopped() || outcome.recoveries() < recoveries) {
            return nothing();
        }
        wanted = 1;
        Duration pause = backOff(failures);
        failures++;
        log.warn("Could not receive offers, trying again: {}", SqsErrors.describe(outcome.failure()));
        if (SqsErrors.isMissingQueue(outcome.failure())) {
            recreate(pause);
        } else {
            queueWasMissing = false;
            stoppedWithin(pause);
        }
        recoveries++;
        return nothing();
    }

    /** That the queue is missing shows that SQS is there: only when making it did not help is there reason to wait. */
    private void recreate(Duration pause) throws InterruptedException {
        if (queueWasMissing && stoppedWithin(pause)) {
            return;
        }
        queueWasMissing = true;
        try {
            untilStopped(BrokerQueue.ensure(sqs, queue.name())).join();
            log.warn("The broker queue was gone and has been created again");
        } catch (CancellationException e) {
            // Stopped meanwhile.
        } catch (CompletionException e) {
            log.warn("The broker queue is gone and can't be created yet: {}", SqsErrors.describe(e));
            stoppedWithin(pause);
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

    private boolean stoppedWithin(Duration time) throws InterruptedException {
        return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ReceiveMessageResponse nothing() {
        return ReceiveMessageResponse.builder().build();
    }

    /** Returns how many receives have failed since the last one that did not. */
    public int failures() {
        return failures;
    }

    /** Returns for how long nothing has been done while as many offers as may be are in flight, if too long. */
    public Optional<Duration> stuck() {
        return room.stuck();
    }

    @Override
    public String serviceName() {
        return SqsClient.SERVICE_NAME;
    }

    /**
     * Begins no more receives, but lets those under way end by themselves: SQS would hide for a while from everybody
     * what it was just giving to one that is cancelled.
     */
    public void beginNoMore() {
        last = true;
    }

    /** Ends receiving for good: the running long polls are cancelled, and what SQS had given them comes back later. */
    @Override
    public void close() {
        stopping.countDown();
        running.forEach(call -> call.cancel(true));
    }
}
