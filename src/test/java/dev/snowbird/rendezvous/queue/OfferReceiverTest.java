package dev.snowbird.rendezvous.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.FakeSqs;
import dev.snowbird.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

@Timeout(120)
class OfferReceiverTest {

    private static final BrokerQueue QUEUE = new BrokerQueue("broker", FakeSqs.url("broker"));
    private static final ReceiveMessageRequest REQUEST = ReceiveMessageRequest.builder()
            .queueUrl(QUEUE.url()).maxNumberOfMessages(10).waitTimeSeconds(15).build();
    private static final int MAX_RECEIVES = 4;
    private static final ReceiveMessageResponse TWO_OFFERS = ReceiveMessageResponse.builder().messages(
            Message.builder().receiptHandle("a").build(), Message.builder().receiptHandle("b").build()).build();

    private final FakeSqs sqs = new FakeSqs();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile boolean keepsUp = true;
    private final OfferReceiver receiver = receiver(100);
    private final ExecutorService consumer = Executors.newSingleThreadExecutor();

    @AfterEach
    void endConsumer() {
        receiver.close();
        consumer.shutdownNow();
    }

    @Test
    void passesTheRequestOnWithALimitToHowLongItMayTake() {
        sqs.on(ReceiveMessageRequest.class, request -> TWO_OFFERS);

        assertEquals(TWO_OFFERS, receiver.receiveMessage(REQUEST));

        assertEquals(List.of(REQUEST.copy(request -> request.overrideConfiguration(
                call -> call.apiCallTimeout(Duration.ofSeconds(20))))), sqs.calls());
    }

    @ParameterizedTest
    @CsvSource({
        // limit, in flight: asked for
        "100, 0, 10",
        "100, 90, 10",
        "10, 0, 10",
        "3, 0, 3",
        "1, 0, 1",
    })
    void asksForNoMoreThanThereIsRoomFor(int limit, int busy, int asked) {
        inFlight.set(busy);

        receiver(limit).receiveMessage(REQUEST);

        assertEquals(List.of(asked), asked());
    }

    @ParameterizedTest
    @CsvSource({"100, 91, 90", "100, 100, 0", "3, 1, 0"})
    void waitsUntilThereIsRoomForAWholeReceive(int limit, int busy, int freeAgain) {
        inFlight.set(busy);
        OfferReceiver full = receiver(limit);

        CompletableFuture<ReceiveMessageResponse> received = receives(full);
        await().atMost(Broker.patience()).until(() -> looks.get() >= 3);
        assertEquals(List.of(), sqs.calls());

        inFlight.set(freeAgain);
        received.join();
        assertEquals(1, sqs.calls().size());
    }

    @Test
    void stopsWaitingForRoomWhenClosed() {
        inFlight.set(100);
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> looks.get() >= 1);

        receiver.close();

        assertEquals(List.of(), received.join().messages());
        assertEquals(List.of(), sqs.calls());
    }

    @Test
    void goesOnAfterErrors() {
        Queue<RuntimeException> failures = new ArrayDeque<>(List.of(FakeSqs.refusal("InternalError"),
                new CompletionException(FakeSqs.refusal("RequestThrottled"))));
        sqs.on(ReceiveMessageRequest.class, request -> {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            return TWO_OFFERS;
        });

        try (LogLines log = new LogLines(OfferReceiver.class)) {
            assertEquals(List.of(), receiver.receiveMessage(REQUEST).messages());
            assertEquals(List.of(), receiver.receiveMessage(REQUEST).messages());
            assertEquals(TWO_OFFERS, receiver.receiveMessage(REQUEST));

            assertEquals(List.of("Could not receive offers, trying again: InternalError (status 403)"), log.all());
            assertEquals(List.of(), sqs.calls(CreateQueueRequest.class));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // failures before: shortest and longest wait, in milliseconds
        "0, 100, 200",
        "1, 200, 400",
        "2, 400, 800",
        "6, 6400, 12800",
        "7, 10000, 20000",
        "16, 10000, 20000",
        "1000000, 10000, 20000",
    })
    void backsOffLongerWithEveryFailure(int failures, long shortest, long longest) {
        for (int draw = 0; draw < 1000; draw++) {
            long wait = OfferReceiver.backOff(failures).toMillis();
            assertTrue(shortest <= wait && wait <= longest, () -> String.valueOf(wait));
        }
    }

    @Test
    void makesTheBrokerQueueAgainWhenItIsGone() {
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.missingQueue());

        try (LogLines log = new LogLines(OfferReceiver.class)) {
            assertEquals(List.of(), receiver.receiveMessage(REQUEST).messages());

            assertEquals(List.of(CreateQueueRequest.builder().queueName("broker")
                            .attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "300")).build()),
                    sqs.calls(CreateQueueRequest.class));
            assertEquals("The broker queue was gone and has been created again", log.all().get(1));
        }
    }

    @Test
    void goesOnWhenTheBrokerQueueCannotBeMadeAgainYet() {
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.missingQueue());
        sqs.fail(CreateQueueRequest.class, FakeSqs.refusal("QueueDeletedRecently"));

        try (LogLines log = new LogLines(OfferReceiver.class)) {
            assertEquals(List.of(), receiver.receiveMessage(REQUEST).messages());

            assertEquals("The broker queue is gone and can't be created yet: QueueDeletedRecently (status 403)",
                    log.all().get(1));
        }
    }

    /** That the queue is missing shows that SQS is up. */
    @Test
    void makesTheBrokerQueueAtOnceAfterSqsHasBeenAwayForLong() {
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.refusal("InternalError"));
        for (int failure = 0; failure < 4; failure++) {
            receiver.receiveMessage(REQUEST);
        }
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.missingQueue());
        long start = System.nanoTime();

        receiver.receiveMessage(REQUEST);

        assertEquals(1, sqs.calls(CreateQueueRequest.class).size());
        // A back-off would have taken 1.6 s at least.
        assertTrue(System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(1500));
    }

    @Test
    void backsOffWhenMakingTheBrokerQueueDidNotHelp() {
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.missingQueue());
        receiver.receiveMessage(REQUEST);
        long start = System.nanoTime();

        receiver.receiveMessage(REQUEST);

        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
        assertEquals(2, sqs.calls(CreateQueueRequest.class).size());
    }

    @Test
    void hasMoreReceivesUnderWayWhileTheyComeBackFull() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();

        assertEquals(List.of(1, 2, 4, 4), List.of(open(open, 10), open(open, 10), open(open, 10), open(open, 10)));
    }

    @Test
    void letsOffersGatherWhileReceivesComeBackWithFew() {
        sqs.on(ReceiveMessageRequest.class, request -> TWO_OFFERS);
        long start = System.nanoTime();

        for (int receive = 0; receive < 11; receive++) {
            receiver.receiveMessage(REQUEST);
        }

        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void goesBackToOneReceiveWhenTheQueueIsEmpty() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();
        open(open, 10);
        open(open, 10);
        assertEquals(4, open(open, 9));

        assertEquals(3, open(open, 0));
        assertEquals(2, open(open, 0));
        assertEquals(1, open(open, 0));
        assertEquals(1, open(open, 0));
    }

    @Test
    void hasNoMoreReceivesUnderWayThanThereIsRoomForAllOfThem() {
        inFlight.set(79);
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();

        assertEquals(List.of(1, 2, 2), List.of(open(open, 10), open(open, 10), open(open, 10)));
    }

    @Test
    void hasOneReceiveUnderWayWhileOffersAreNotDealtWithAsFastAsTheyCome() {
        keepsUp = false;
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();

        assertEquals(List.of(1, 1, 1), List.of(open(open, 10), open(open, 10), open(open, 10)));
    }

    @Test
    void takesTheFailureOfSeveralReceivesAtOnceForOne() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();
        open(open, 10);
        open(open, 10);
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> open.size() == 4);

        List.copyOf(open).forEach(receive -> receive.completeExceptionally(FakeSqs.missingQueue()));
        received.join();
        for (int other = 0; other < 3; other++) {
            receives(receiver).join();
        }

        assertEquals(1, sqs.calls(CreateQueueRequest.class).size());
        assertEquals(1, receiver.failures());
    }

    @Test
    void cancelsAllReceivesWhenClosed() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();
        open(open, 10);
        open(open, 10);
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> open.size() == 4);

        receiver.close();

        assertEquals(List.of(), received.join().messages());
        assertTrue(open.stream().allMatch(CompletableFuture::isCancelled));
    }

    @Test
    void saysOnceAndCountsThatItPausesForLongerThanAClientWaits() {
        inFlight.set(100);
        try (LogLines log = new LogLines(OfferRoom.class)) {
            CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
            await().atMost(Broker.patience()).until(() -> looks.get() >= 3);
            assertEquals(List.of(), log.all());
            assertEquals(Optional.empty(), receiver.stuck());

            clock.advance(Duration.ofSeconds(6));
            await().atMost(Broker.patience()).until(() -> !log.all().isEmpty());
            assertEquals(Optional.of(Duration.ofSeconds(6)), receiver.stuck());
            int before = looks.get();
            await().atMost(Broker.patience()).until(() -> looks.get() >= before + 6);
            assertEquals(List.of("No offers are received: 100 are in flight, and there may be 100"
                    + " (rendezvous.max-offers-in-flight)"), log.all());
            assertEquals(1, meters.get("snowbird.receive.pauses").counter().count());

            inFlight.set(90);
            received.join();
            assertEquals("Offers are received again", log.all().get(1));
            assertEquals(Optional.empty(), receiver.stuck());
        }
    }

    @Test
    void isNotStuckWhileOffersAreDoneThoughThereIsNoRoomForAWholeReceive() {
        inFlight.set(100);
        receives(receiver);
        await().atMost(Broker.patience()).until(() -> looks.get() >= 3);
        clock.advance(Duration.ofSeconds(6));
        inFlight.set(95);
        int before = looks.get();
        await().atMost(Broker.patience()).until(() -> looks.get() >= before + 6);

        assertEquals(Optional.empty(), receiver.stuck());
        clock.advance(Duration.ofSeconds(6));
        assertEquals(Optional.of(Duration.ofSeconds(6)), receiver.stuck());
    }

    @Test
    void cancelsTheRunningLongPollWhenClosed() {
        CompletableFuture<ReceiveMessageResponse> longPoll = new CompletableFuture<>();
        sqs.later(ReceiveMessageRequest.class, request -> longPoll);
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> !sqs.calls().isEmpty());

        receiver.close();

        assertEquals(List.of(), received.join().messages());
        assertTrue(longPoll.isCancelled());
    }

    @Test
    void takesWhatTheLastReceivesBringAndBeginsNoMore() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = receivesToBeAnswered();
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> !open.isEmpty());

        receiver.beginNoMore();
        open.remove().complete(TWO_OFFERS);

        assertEquals(TWO_OFFERS, received.join());
        CompletableFuture<ReceiveMessageResponse> none = receives(receiver);
        inFlight.set(100);
        clock.advance(Duration.ofSeconds(6));
        receiver.close();
        assertEquals(List.of(), none.join().messages());
        assertEquals(1, sqs.calls().size());
        assertEquals(Optional.empty(), receiver.stuck());
    }

    @RepeatedTest(50)
    void cancelsALongPollThatStartsInTheMomentOfTheClose() {
        sqs.later(ReceiveMessageRequest.class, request -> new CompletableFuture<>());

        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        receiver.close();

        assertEquals(List.of(), received.join().messages());
    }

    @Test
    void takesAFailureAfterTheCloseForItsEnd() {
        sqs.on(ReceiveMessageRequest.class, request -> {
            receiver.close();
            throw FakeSqs.missingQueue();
        });

        try (LogLines log = new LogLines(OfferReceiver.class)) {
            receiver.receiveMessage(REQUEST);

            assertEquals(List.of(), sqs.calls(CreateQueueRequest.class));
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void receivesNothingAfterTheClose() {
        receiver.close();

        assertEquals(List.of(), receiver.receiveMessage(REQUEST).messages());
        assertEquals(List.of(), sqs.calls());
    }

    private OfferReceiver receiver(int maxInFlight) {
        return new OfferReceiver(sqs, QUEUE, room(maxInFlight), MAX_RECEIVES, () -> keepsUp);
    }

    private OfferRoom room(int maxInFlight) {
        return new OfferRoom(maxInFlight, () -> {
            looks.incrementAndGet();
            return inFlight.get();
        }, Duration.ofSeconds(5), clock, "", meters);
    }

    /** Receives as they are under way, oldest first. */
    private Queue<CompletableFuture<ReceiveMessageResponse>> receivesToBeAnswered() {
        Queue<CompletableFuture<ReceiveMessageResponse>> open = new ConcurrentLinkedQueue<>();
        sqs.later(ReceiveMessageRequest.class, request -> {
            CompletableFuture<ReceiveMessageResponse> receive = new CompletableFuture<>();
            open.add(receive);
            return receive;
        });
        return open;
    }

    /** Receives once, lets the oldest receive come back with so many offers, and returns how many were under way. */
    private int open(Queue<CompletableFuture<ReceiveMessageResponse>> open, int offers) {
        CompletableFuture<ReceiveMessageResponse> received = receives(receiver);
        await().atMost(Broker.patience()).until(() -> !open.isEmpty());
        open.remove().complete(ReceiveMessageResponse.builder().messages(IntStream.range(0, offers)
                .mapToObj(offer -> Message.builder().receiptHandle(UUID.randomUUID().toString()).build())
                .toList()).build());
        received.join();
        return open.size() + 1;
    }

    private CompletableFuture<ReceiveMessageResponse> receives(OfferReceiver receiver) {
        return CompletableFuture.supplyAsync(() -> receiver.receiveMessage(REQUEST), consumer);
    }

    private List<Integer> asked() {
        return sqs.calls(ReceiveMessageRequest.class).stream().map(ReceiveMessageRequest::maxNumberOfMessages).toList();
    }
}
