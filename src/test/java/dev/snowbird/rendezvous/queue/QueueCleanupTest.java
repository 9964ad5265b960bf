package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.FakeSqs;
import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueueCleanupTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final String PREFIX = "client-";
    private static final String A = FakeSqs.url("client-a");
    private static final String B = FakeSqs.url("client-b");
    private static final String C = FakeSqs.url("client-c");

    private final FakeSqs sqs = new FakeSqs();
    private final ManualClock clock = new ManualClock();
    private final QueueAges ages = new QueueAges(LIFETIME, clock);
    private final QueueCleanup cleanup = new QueueCleanup(sqs, brokerQueue("broker"), PREFIX, ages);
    private final Map<String, Instant> modified = new HashMap<>();

    @Test
    void deletesQueuesThatThisProcessMadeWithoutAskingForTheirAge() {
        ages.created(A);
        clock.advance(Duration.ofSeconds(30));
        ages.created(B);
        lists(A, B);

        clock.advance(Duration.ofSeconds(91));
        cleanUp();

        assertEquals(List.of(A), deleted());
        assertEquals(List.of(), asked());
    }

    @Test
    void asksOnceForTheAgeOfAQueueThatSomebodyElseMade() {
        exists(A, Duration.ofSeconds(60));
        exists(B, Duration.ofSeconds(121));
        lists(A, B);

        cleanUp();
        assertEquals(List.of(A, B), asked());
        assertEquals(List.of(B), deleted());

        clock.advance(Duration.ofSeconds(30));
        cleanUp();
        clock.advance(Duration.ofSeconds(31));
        cleanUp();

        assertEquals(List.of(A, B), asked());
        assertEquals(List.of(B, A), deleted());
        assertEquals(List.of(QueueAttributeName.LAST_MODIFIED_TIMESTAMP),
                sqs.calls(GetQueueAttributesRequest.class).get(0).attributeNames());
    }

    @Test
    void goesOnAfterAQueueThatCannotBeDeletedAndTriesItAgain() {
        exists(A, Duration.ofHours(1));
        exists(B, Duration.ofHours(1));
        lists(A, B);
        sqs.on(DeleteQueueRequest.class, request -> {
            if (request.queueUrl().equals(A)) {
                throw FakeSqs.refusal("AccessDenied");
            }
            return DeleteQueueResponse.builder().build();
        });

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();
            cleanUp();

            assertEquals(List.of(A, B, A), deleted());
            assertEquals(List.of(A, B), asked());
            String line = "Cleaning up, client queues could not be deleted (1 times): AccessDenied (status 403)";
            assertEquals(List.of(line, line), log.all());
        }
    }

    @Test
    void keepsAQueueWhoseAgeCannotBeLearnedAndAsksAgainLater() {
        lists(A, B);
        exists(B, Duration.ofHours(1));
        sqs.on(GetQueueAttributesRequest.class, request -> {
            if (request.queueUrl().equals(A)) {
                throw FakeSqs.refusal("RequestThrottled");
            }
            return attributes(modified.get(B));
        });

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();
            assertEquals(List.of(B), deleted());
            assertEquals(List.of("Cleaning up, client queues could not be asked for their age (1 times): "
                            + "RequestThrottled (status 403)"),
                    log.all());
        }

        exists(A, Duration.ofHours(1));
        cleanUp();
        assertEquals(List.of(B, A), deleted());
    }

    @Test
    void leavesADeletedQueueAloneThatSqsStillLists() {
        exists(A, Duration.ofHours(1));
        lists(A, B);
        sqs.on(GetQueueAttributesRequest.class, request -> {
            if (request.queueUrl().equals(B)) {
                throw FakeSqs.missingQueue();
            }
            return attributes(modified.get(A));
        });

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();
            clock.advance(Duration.ofSeconds(30));
            cleanUp();
            clock.advance(Duration.ofSeconds(30));
            cleanUp();

            assertEquals(List.of(A, B), asked());
            assertEquals(List.of(A), deleted());
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void tellsOfARoundInOneLineHoweverManyQueuesFail() {
        List<String> many = IntStream.range(0, 500).mapToObj(queue -> FakeSqs.url(PREFIX + queue)).toList();
        many.subList(0, 300).forEach(url -> exists(url, Duration.ofHours(1)));
        lists(many.toArray(String[]::new));
        sqs.fail(DeleteQueueRequest.class, FakeSqs.refusal("ExpiredToken"));
        sqs.on(GetQueueAttributesRequest.class, request -> {
            if (!modified.containsKey(request.queueUrl())) {
                throw FakeSqs.refusal("ExpiredToken");
            }
            return attributes(modified.get(request.queueUrl()));
        });

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();
            cleanUp();

            String line = "Cleaning up, client queues could not be asked for their age (200 times): "
                    + "ExpiredToken (status 403); could not be deleted (300 times): ExpiredToken (status 403)";
            assertEquals(List.of(line, line), log.all());
        }
    }

    /** An edited route may lack the last step. */
    @Test
    void tellsOfARoundAtTheBeginningOfTheNextAtTheLatest() {
        sqs.fail(ListQueuesRequest.class, FakeSqs.refusal("ExpiredToken"));
        Exchange exchange = new DefaultExchange(CAMEL);

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanup.candidates("", exchange);
            assertEquals(List.of(), log.all());

            cleanup.candidates("", exchange);
            assertEquals(1, log.all().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // as moto writes it, as Amazon does
        "1795623494.36, 1", "1795623494, 1",
        // not to be read, so the queue counts as made when it was first seen
        "yesterday, 0", "1795623494000000000, 0", "-1, 0", "'', 0"
    })
    void readsTimesWithAFractionAndTakesAQueueOfUnknownAgeForNew(String timestamp, int deletedAtOnce) {
        ManualClock later = new ManualClock(Instant.ofEpochSecond(1_795_623_494).plus(LIFETIME).plusSeconds(2));
        QueueCleanup foreign = new QueueCleanup(sqs, brokerQueue("broker"), PREFIX, new QueueAges(LIFETIME, later));
        lists(A);
        sqs.on(GetQueueAttributesRequest.class, request -> GetQueueAttributesResponse.builder()
                .attributes(Map.of(QueueAttributeName.LAST_MODIFIED_TIMESTAMP, timestamp)).build());

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp(foreign);
            assertEquals(deletedAtOnce, deleted().size());
            later.advance(LIFETIME.plusSeconds(1));
            cleanUp(foreign);

            assertEquals(List.of(A), deleted());
            assertEquals(1, asked().size());
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void isContentWhenSomebodyElseHasDeletedAQueue() {
        ages.created(A);
        lists(A);
        clock.advance(LIFETIME.plusSeconds(1));
        sqs.fail(DeleteQueueRequest.class, FakeSqs.missingQueue());

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();
            cleanUp();

            assertEquals(List.of(A), deleted());
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void readsTheListPageByPage() {
        Stream.of(A, B, C).forEach(url -> exists(url, Duration.ofHours(1)));
        pages(page("2", List.of(A)), page("3", List.of(B)), page(null, List.of(C)));

        cleanUp();

        assertEquals(List.of(A, B, C), deleted());
        ListQueuesRequest first = ListQueuesRequest.builder().queueNamePrefix(PREFIX).maxResults(1000).build();
        assertEquals(List.of(first, first.copy(list -> list.nextToken("2")), first.copy(list -> list.nextToken("3"))),
                sqs.calls(ListQueuesRequest.class));
    }

    @Test
    void endsTheListAtAnEmptyTokenToo() {
        exists(A, Duration.ofHours(1));
        pages(page("", List.of(A)));

        cleanUp();

        assertEquals(List.of(A), deleted());
        assertEquals(1, sqs.calls(ListQueuesRequest.class).size());
    }

    @Test
    void usesWhatWasListedBeforeTheListFailed() {
        exists(A, Duration.ofHours(1));
        pages(page("2", List.of(A)));

        try (LogLines log = new LogLines(QueueCleanup.class)) {
            cleanUp();

            assertEquals(List.of(A), deleted());
            assertEquals(2, sqs.calls(ListQueuesRequest.class).size());
            assertEquals(List.of("Cleaning up, client queues could not be listed (1 times): InternalError (status 403)"), log.all());
        }
    }

    @Test
    void deletesWhatItMadeWithoutAList() {
        ages.created(A);
        clock.advance(LIFETIME);
        assertEquals(List.of(), cleanup.justOver());

        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(A), cleanup.justOver());
    }

    /** A prefix, the broker queue's name, and names of other queues. */
    private record Names(String prefix, String broker, List<String> others) {
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void deletesAllOldQueuesOfThePrefixButNeverTheBrokerQueue(@ForAll("names") Names names) {
        FakeSqs amazon = new FakeSqs();
        List<String> all = Stream.concat(names.others().stream(), Stream.of(names.broker())).distinct().toList();
        amazon.on(ListQueuesRequest.class, request -> page(null, all.stream().map(FakeSqs::url).toList()));
        amazon.on(GetQueueAttributesRequest.class, request -> attributes(Instant.EPOCH));

        cleanUp(new QueueCleanup(amazon, brokerQueue(names.broker()), names.prefix(), ages()));

        assertEquals(all.stream()
                        .filter(name -> name.startsWith(names.prefix()) && !name.equals(names.broker()))
                        .map(FakeSqs::url).toList(),
                amazon.calls(DeleteQueueRequest.class).stream().map(DeleteQueueRequest::queueUrl).toList());
    }

    @Provide
    Arbitrary<Names> names() {
        Arbitrary<String> any = Arbitraries.strings().alpha().numeric().withChars('-', '_').ofMinLength(1)
                .ofMaxLength(80);
        return any.flatMap(broker -> {
            Arbitrary<String> beginning = Arbitraries.integers().between(0, broker.length())
                    .map(end -> broker.substring(0, end));
            Arbitrary<String> related = Combinators.combine(beginning, any).as(String::concat);
            Arbitrary<List<String>> others = Arbitraries.oneOf(related, any).list().ofMaxSize(5);
            return Combinators.combine(Arbitraries.oneOf(beginning, any), others)
                    .as((prefix, rest) -> new Names(prefix, broker, rest));
        });
    }

    /** One round, as the route runs it. */
    private void cleanUp() {
        cleanUp(cleanup);
    }

    private static void cleanUp(QueueCleanup cleanup) {
        Exchange exchange = new DefaultExchange(CAMEL);
        String page = "";
        while (page != null) {
            cleanup.candidates(page, exchange).toCompletableFuture().join().stream()
                    .filter(cleanup::isOver)
                    .forEach(url -> cleanup.delete(url).toCompletableFuture().join());
            page = exchange.getProperty(RouteProperties.NEXT_PAGE, String.class);
        }
        cleanup.endRound();
    }

    private static BrokerQueue brokerQueue(String name) {
        return new BrokerQueue(name, FakeSqs.url(name));
    }

    private static QueueAges ages() {
        return new QueueAges(LIFETIME, new ManualClock());
    }

    private void lists(String... urls) {
        sqs.on(ListQueuesRequest.class, request -> page(null, List.of(urls)));
    }

    /** Lists these pages, the later ones by the tokens "2", "3" and so on, and fails to list any other. */
    private void pages(ListQueuesResponse... pages) {
        sqs.on(ListQueuesRequest.class, request -> {
            int number = request.nextToken() == null ? 1 : Integer.parseInt(request.nextToken());
            if (number > pages.length) {
                throw FakeSqs.refusal("InternalError");
            }
            return pages[number - 1];
        });
    }

    private static ListQueuesResponse page(String next, List<String> urls) {
        return ListQueuesResponse.builder().queueUrls(urls).nextToken(next).build();
    }

    private void exists(String url, Duration age) {
        modified.put(url, clock.instant().minus(age));
        sqs.on(GetQueueAttributesRequest.class, request -> attributes(modified.get(request.queueUrl())));
    }

    private static GetQueueAttributesResponse attributes(Instant modified) {
        return GetQueueAttributesResponse.builder().attributes(Map.of(
                QueueAttributeName.LAST_MODIFIED_TIMESTAMP, String.valueOf(modified.getEpochSecond()))).build();
    }

    private List<String> deleted() {
        return sqs.calls(DeleteQueueRequest.class).stream().map(DeleteQueueRequest::queueUrl).toList();
    }

    private List<String> asked() {
        return sqs.calls(GetQueueAttributesRequest.class).stream().map(GetQueueAttributesRequest::queueUrl).toList();
    }
}
