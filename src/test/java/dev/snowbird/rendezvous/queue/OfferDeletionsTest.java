package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.FakeSqs;
import java.lang.reflect.Proxy;
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

@Timeout(120)
class OfferDeletionsTest {

    private static final BrokerQueue QUEUE = new BrokerQueue("broker", FakeSqs.url("broker"));

    private final FakeSqs sqs = new FakeSqs();
    /** What happens when the moment is over. */
    private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    private final OfferDeletions deletions = new OfferDeletions(sqs, QUEUE, later::add);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void deletesAllOffersOfAMomentWithOneCall() {
        CompletableFuture<Void> b = done(deletions, "b");
        CompletableFuture<Void> a = done(deletions, "a");
        assertEquals(List.of(), sqs.calls());
        assertFalse(a.isDone() || b.isDone());

        later.remove().run();

        assertEquals(List.of(DeleteMessageBatchRequest.builder().queueUrl(FakeSqs.url("broker"))
                .entries(entry("0", "b"), entry("1", "a")).build()), sqs.calls());
        assertTrue(a.isDone() && b.isDone());
        assertEquals(List.of(), List.copyOf(later));
    }

    @Test
    void deletesAsManyAsACallCanNameAtOnce() {
        List<CompletableFuture<Void>> all = IntStream.range(0, 12).mapToObj(i -> done(deletions, "" + i)).toList();

        assertEquals(List.of(10), deleted().stream().map(List::size).toList());
        assertTrue(all.subList(0, 10).stream().allMatch(CompletableFuture::isDone));
        assertFalse(all.get(10).isDone() || all.get(11).isDone());
    }

    @Test
    void countsTheMomentOfABatchFromItsFirstOffer() {
        IntStream.range(0, 12).forEach(i -> done(deletions, "" + i));

        later.remove().run();
        assertEquals(1, deleted().size(), "the first moment is that of a batch which has gone");

        later.remove().run();
        assertEquals(List.of("10", "11"), deleted().get(1));
    }

    @Test
    void completesOnlyWhenSqsHasAnswered() {
        CompletableFuture<DeleteMessageBatchResponse> answer = new CompletableFuture<>();
        sqs.later(DeleteMessageBatchRequest.class, request -> answer);
        CompletableFuture<Void> a = done(deletions, "a");
        later.remove().run();
        assertFalse(a.isDone());

        answer.complete(DeleteMessageBatchResponse.builder().build());

        assertTrue(a.isDone());
    }

    @Test
    void takesAFailureAsDoneSinceTheOffersMerelyComeBack() {
        sqs.fail(DeleteMessageBatchRequest.class, FakeSqs.refusal("RequestThrottled"));

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            CompletableFuture<Void> a = done(deletions, "a");
            later.remove().run();

            assertTrue(a.isDone());
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
            done(deletions, "a");
            later.remove().run();

            assertEquals(List.of("1 answered offers could not be deleted and will come back: "
                    + "ReceiptHandleIsInvalid"), log.all());
        }
    }

    @Test
    void takesAnEmptyListOfFailuresForSuccess() {
        sqs.on(DeleteMessageBatchRequest.class, request -> DeleteMessageBatchResponse.builder()
                .successful(done -> done.id("0"), done -> done.id("1")).failed(List.of()).build());

        try (LogLines log = new LogLines(OfferDeletions.class)) {
                CompletableFuture<Void> a = done(deletions, "a");
            CompletableFuture<Void> b = done(deletions, "b");
            later.remove().run();

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
                }), QUEUE, later::add);

        try (LogLines log = new LogLines(OfferDeletions.class)) {
            CompletableFuture<Void> a = done(closed, "a");
            later.remove().run();

            assertTrue(a.isDone());
            assertEquals(1, log.all().size());
        }
    }

    @Test
    void deletesEveryOfferOnceWithOneCallForTenHoweverManyThreadsFinishThem() {
        answersFromAnotherThread();
        List<String> handles = handles(10_000);

        finishAll(deletions, handles);

        assertEquals(1000, deleted().size());
        assertEachDeletedOnce(handles);
    }

    @Test
    void deletesEveryOfferOnceWhenMomentsEndInTheMiddleOfIt() {
        answersFromAnotherThread();
        OfferDeletions hasty = new OfferDeletions(sqs, QUEUE, threads);
        List<String> handles = handles(10_000);

        finishAll(hasty, handles);

        assertEachDeletedOnce(handles);
    }

    private void answersFromAnotherThread() {
        sqs.later(DeleteMessageBatchRequest.class, request -> CompletableFuture.supplyAsync(
                () -> DeleteMessageBatchResponse.builder().build(), threads));
    }

    private static List<String> handles(int number) {
        return IntStream.range(0, number).mapToObj(String::valueOf).toList();
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
