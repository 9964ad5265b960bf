package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testkit.FakeSqs;
import dev.snowbird.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class ClientQueuesTest {

    private static final String PREFIX = "snowflake-client-";
    private static final String ID = "0123456789abcdef";
    private static final String QUEUE = FakeSqs.url(PREFIX + ID);

    private final FakeSqs sqs = new FakeSqs();
    private final QueueAges ages = new QueueAges(Duration.ofMinutes(2), new ManualClock());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClientQueues queues = new ClientQueues(sqs, PREFIX, ages, new OfferDrops(meters, ""));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void areMadeForAClientAndThenSentTheResponse() {
        queues.create(ID, exchange).toCompletableFuture().join();
        String queue = exchange.getProperty(RouteProperties.CLIENT_QUEUE, String.class);
        queues.send(queue, "{\"answer\":\"\"}", exchange).toCompletableFuture().join();

        assertEquals(QUEUE, queue);
        assertTrue(ages.knows(QUEUE));
        assertEquals(List.of(
                CreateQueueRequest.builder().queueName(PREFIX + ID).build(),
                SendMessageRequest.builder().queueUrl(QUEUE).messageBody("{\"answer\":\"\"}").build()), sqs.calls());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"../hidden", "hidden.fifo", "hidden\n", "hid den",
        "hidden-0123456789-0123456789-0123456789-0123456789-0123456789-01"})
    void areNotMadeForAnIdThatNoQueueNameCanHold(String id) {
        BadMessageException refused = assertThrows(BadMessageException.class, () -> queues.create(id, exchange));

        assertFalse(refused.getMessage().contains("hid"));
        assertEquals(1, dropped("refused-id"));
        assertEquals(List.of(), sqs.calls());
    }

    @Test
    void dropAnOfferWhoseQueueCannotBeMade() {
        sqs.fail(CreateQueueRequest.class, FakeSqs.refusal("QueueDeletedRecently"));

        assertEquals("its client's queue could not be made: QueueDeletedRecently (status 403)",
                reasonOf(queues.create(ID, exchange)));
        assertNull(exchange.getProperty(RouteProperties.CLIENT_QUEUE));
        assertFalse(ages.knows(QUEUE));
    }

    @Test
    void dropAnOfferWhenSqsDoesNotSayWhichQueueItMade() {
        sqs.on(CreateQueueRequest.class, request -> CreateQueueResponse.builder().build());

        assertEquals("its client's queue could not be made: SQS did not say which queue it made",
                reasonOf(queues.create(ID, exchange)));
        assertEquals(1, dropped("no-queue"));
    }

    @Test
    void dropAResponseWhoseQueueIsGone() {
        sqs.fail(SendMessageRequest.class, FakeSqs.missingQueue());

        assertEquals("its client could not be answered: QueueDoesNotExist (status 400)",
                reasonOf(queues.send(QUEUE, "{}", exchange)));
        assertEquals(1, dropped("not-sent"));
    }

    @Test
    void countTheCallsThatSqsHasNotAnsweredYet() {
        CompletableFuture<CreateQueueResponse> answer = new CompletableFuture<>();
        sqs.later(CreateQueueRequest.class, request -> answer);
        queues.create(ID, exchange);
        assertEquals(1, queues.callsUnderWay());

        answer.completeExceptionally(FakeSqs.refusal("RequestThrottled"));

        assertEquals(0, queues.callsUnderWay());
    }

    private double dropped(String reason) {
        return meters.get("snowbird.offers.dropped").tag("reason", reason).counter().count();
    }

    private static String reasonOf(CompletionStage<?> dropped) {
        CompletionException failed = assertThrows(CompletionException.class,
                () -> dropped.toCompletableFuture().join());
        return assertInstanceOf(OfferDroppedException.class, failed.getCause()).getMessage();
    }
}
