package dev.snowbird.rendezvous.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.FakeSqs;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;

@Timeout(120)
class OfferDeletionsTest {

    private static final BrokerQueue QUEUE = new BrokerQueue("broker", FakeSqs.url("broker"));
    private static final Duration FOR_LONG = Duration.ofMinutes(1);

    private final FakeSqs sqs = new FakeSqs();
    private final OfferDeletions deletions = new OfferDeletions(sqs, QUEUE, FOR_LONG, FOR_LONG, Runnable::run);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void deletesAllOffersOfAReceiveWithOneCallWhenTheLastIsDone() {
        received(deletions, "a", "b", "c");

        CompletableFuture<Void> b = done(deletions, "b");
        CompletableFuture<Void> a = done(deletions, "a");
        assertEquals(List.of(), sqs.calls());
        assertFalse(b.isDone());

        CompletableFuture<Void> c = done(deletions, "c");

        assertEquals(List.of(DeleteMessageBatchRequest.builder().queueUrl(FakeSqs.url("broker"))
                .entries(entry("0", "b"), entry("1", "a"), entry("2", "c")).build()), sqs.calls());
        assertTrue(a.isDone() && b.isDone() && c.isDone());
    }

    @Test
    void deletesOffersOfSeveralReceivesWithOneCall() {
        received(deletions, "a");
        received(deletions, "b", "c");
        CompletableFuture<Void> c = done(deletions, "c");
        CompletableFuture<Void> a = done(deletions, "a");
        assertFalse(c.isDone() || a.isDone());

        assertTrue(done(deletions, "b").isDone());

        assertEquals(List.of(List.of("c", "a", "b")), deleted());
    }

    @Test
    void deletesAsManyAsACallCanNameThoughOthersAreUnderWay() {
        String[] offers = IntStream.range(0, 12).mapToObj(String::valueOf).toArray(String[]::new);
        received(deletions, offers);

        for (String offer : offers) {
            assertEquals(List.of("9", "11").contains(offer), done(deletions, offer).isDone(), offer);
        }

        assertEquals(List.of(10, 2), deleted().stream().map(List::size).toList());
    }

    @Test
    void doesNotLetOffersWaitForOthersForMoreThanAMoment() {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        OfferDeletions hasty = new OfferDeletions(sqs, QUEUE, Duration.ofMillis(1), FOR_LONG, later::add);
        received(hasty, "a", "b", "slow");
        CompletableFuture<Void> a = done(hasty, "a");
        done(hasty, "b");
        await().atMost(Broker.patience()).until(() -> !later.isEmpty());
        assertFalse(a.isDone());

        later.remove().run();

        assertTrue(a.isDone());
        assertTrue(done(hasty, "slow").isDone());
        assertEquals(List.of(List.of("a", "b"), List.of("slow")), deleted());
    }

    @Test
    void deletesALoneOfferAtOnce() {
        received(deletions, "a");

        assertTrue(done(deletions, "a").isDone());

        assertEquals(List.of(List.of("a")), deleted());
    }

    @Test
    void deletesAnOfferThatItWasNotToldOfAlone() {
        received(deletions, "a", "b");

        assertTrue(done(deletions, "unheard of").isDone());

        assertEquals(List.of(List.of("unheard of")), deleted());
    }

    @Test
    void completesOnlyWhenSqsHasAnswered() {
        CompletableFuture<DeleteMessageBatchResponse> answer = new CompletableFuture<>();
        sqs.later(DeleteMessageBatchRequest.class, request -> answer);
        received(deletions, "a", "b");
        CompletableFuture<Void> a = done(deletions, "a");
        CompletableFuture<Void> b = done(deletions, "b");
        assertFalse(a.isDone() || b.isDone());

        answer.complete(DeleteMessageBatchResponse.builder().build());

        assertTrue(a.isDone() && b.isDone());
    }

    @Test
    void doesNotLetFinishedOffersWaitForOneThatTakesTooLong() {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        OfferDeletions impatient = new OfferDeletions(sqs, QUEUE, FOR_LONG, Duration.ofMillis(1), later::add);
        received(impatient, "a", "b", "slow", "slower");
        CompletableFuture<Void> a = done(impatient, "a");
        done(impatient, "b");
        await().atMost(Broker.patience()).until(() -> !later.isEmpty());
        assertFalse(a.isDone());

        later.remove().run();

        assertTrue(a.isDone());
        assertTrue(done(impatient, "slow").isDone());
        assertTrue(done(impatient, "slower").isDone());
        assertEquals(List.of(List.of("a", "b"), List.of("slow"), List.of("slower")), deleted());
    }

    @Test
    void makesNoCallWhenItsPatienceEndsAndNoOfferIsDone() {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        OfferDeletions impatient = new OfferDeletions(sqs, QUEUE, FOR_LONG, Duration.ofMillis(1), later::add);
        received(impatient, "slow", "slower");
        received(impatient);
        await().atMost(Broker.patience()).until(() -> !later.isEmpty());

        later.remove().run();

        assertEquals(List.of(), sqs.calls());
        assertTrue(later.isEmpty());
    }

    @Test
    void takesAFailureAsDoneSinceTheOffersMerelyComeBack() {
        sqs.fail(DeleteMessageBatchRequest.class, FakeSqs.refusal("RequestThrottled"));
        received(deletions, "a", "b");

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            CompletableFuture<Void> a = done(deletions, "a");
            CompletableFuture<Void> b = done(deletions, "b");

            a.join();
            b.join();
            assertEquals(List.of("Answered offers could not be deleted and will come back: "
                    + "RequestThrottled (status 403)"), log.all());
        }
    }

    @Test
    void reportsOffersThatSqsDidNotDelete() {
        sqs.on(DeleteMessageBatchRequest.class, request -> DeleteMessageBatchResponse.builder()
                .failed(BatchResultErrorEntry.builder().id("0").code("ReceiptHandleIsInvalid").message("a").build())
                .build());

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            done(deletions, "a").join();

            assertEquals(List.of("1 answered offers could not be deleted and will come back: "
                    + "ReceiptHandleIsInvalid"), log.all());
        }
    }

    @Test
    void takesAnEmptyListOfFailuresForSuccess() {
        sqs.on(DeleteMessageBatchRequest.class, request -> DeleteMessageBatchResponse.builder()
                .successful(done -> done.id("0"), done -> done.id("1")).failed(List.of()).build());

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            received(deletions, "a", "b");
            CompletableFuture<Void> a = done(deletions, "a");
            CompletableFuture<Void> b = done(deletions, "b");

            assertTrue(a.isDone() && b.isDone());
            assertEquals(List.of(), log.all());
        }
    }

    /** What a client that is closed does, where the SDK promises a future that fails. */
    @Test
    void holdsNoOfferWhoseDeletionCannotEvenBeAskedFor() {
        OfferDeletions closed = new OfferDeletions((SqsAsyncClient) Proxy.newProxyInstance(
                SqsAsyncClient.class.getClassLoader(), new Class<?>[] {SqsAsyncClient.class}, (sqs, method, values) -> {
                    throw new IllegalStateException("closed");
                }), QUEUE, FOR_LONG, FOR_LONG, Runnable::run);
        received(closed, "a", "b");

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            CompletableFuture<Void> a = done(closed, "a");
            done(closed, "b").join();

            assertTrue(a.isDone());
            assertEquals(1, log.all().size());
        }
    }

    @Test
    void deletesEveryOfferOnceWithOneCallForTenHoweverManyThreadsFinishThem() {
        answersFromAnotherThread();
        List<String> handles = manyReceives(deletions);

        finishAll(deletions, handles);

        assertEquals(1000, deleted().size());
        assertEachDeletedOnce(handles);
    }

    @Test
    void deletesEveryOfferOnceWhenItsPatienceEndsInTheMiddleOfIt() {
        answersFromAnotherThread();
        OfferDeletions impatient = new OfferDeletions(sqs, QUEUE, FOR_LONG, Duration.ofMillis(1), threads);
        List<String> handles = manyReceives(impatient);

        finishAll(impatient, handles);

        assertEachDeletedOnce(handles);
    }

    private void answersFromAnotherThread() {
        sqs.later(DeleteMessageBatchRequest.class, request -> CompletableFuture.supplyAsync(
                () -> DeleteMessageBatchResponse.builder().build(), threads));
    }

    private static List<String> manyReceives(OfferDeletions deletions) {
        List<String> handles = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            int receive = number;
            String[] offers = IntStream.range(0, 10).mapToObj(offer -> receive + "-" + offer).toArray(String[]::new);
            received(deletions, offers);
            Collections.addAll(handles, offers);
        }
        return handles;
    }

    private void finishAll(OfferDeletions deletions, List<String> handles) {
        List<String> order = new ArrayList<>(handles);
        Collections.shuffle(order, new Random(1));
        List<CompletableFuture<Void>> all = order.stream().map(handle -> CompletableFuture
                .supplyAsync(() -> done(deletions, handle), threads)
                .thenCompose(deleted -> deleted)).toList();
        all.forEach(CompletableFuture::join);
    }

    private void assertEachDeletedOnce(List<String> handles) {
        assertEquals(handles.stream().sorted().toList(), deleted().stream().flatMap(List::stream).sorted().toList());
    }

    private static void received(OfferDeletions deletions, String... handles) {
        deletions.received(List.of(handles).stream()
                .map(handle -> Message.builder().receiptHandle(handle).build()).toList());
    }

    private static CompletableFuture<Void> done(OfferDeletions deletions, String handle) {
        return deletions.delete(handle).toCompletableFuture();
    }

    private static DeleteMessageBatchRequestEntry entry(String id, String handle) {
        return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build();
    }

    /** The receipt handles of each call. */
    private List<List<String>> deleted() {
        return sqs.calls(DeleteMessageBatchRequest.class).stream()
                .map(call -> call.entries().stream().map(DeleteMessageBatchRequestEntry::receiptHandle).toList())
                .toList();
    }
}
