package dev.snowbird.rendezvous.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testkit.FakeSqs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class ClientOverSqsTest {

    private static final String BROKER_QUEUE = FakeSqs.url("broker");
    private static final String PREFIX = "snowflake-client-";
    private static final String CLIENT_QUEUE = FakeSqs.url("snowflake-client-x");

    private final FakeSqs sqs = new FakeSqs();
    private final ClientOverSqs client = new ClientOverSqs(sqs, BROKER_QUEUE, PREFIX, Duration.ofSeconds(20));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void sendsItsOfferWithItsIdAsAStringAttribute() {
        client.sendOffer("1.0\n{}", exchange).toCompletableFuture().join();

        String id = sentId();
        assertTrue(id.matches("[0-9a-f]{16}"), id);
        assertEquals(List.of(SendMessageRequest.builder().queueUrl(BROKER_QUEUE).messageBody("1.0\n{}")
                .messageAttributes(Map.of("ClientID", MessageAttributeValue.builder()
                        .dataType("String").stringValue(id).build())).build()), sqs.calls());
    }

    @Test
    void hasAnIdOfItsOwnInEveryAttempt() {
        client.sendOffer("1.0\n{}", exchange).toCompletableFuture().join();
        String first = sentId();
        client.sendOffer("1.0\n{}", exchange).toCompletableFuture().join();

        assertNotEquals(first, sentId());
    }

    @Test
    void looksForTheQueueOfItsIdUntilTheBrokerHasMadeIt() {
        client.sendOffer("1.0\n{}", exchange).toCompletableFuture().join();
        String queueName = exchange.getProperty(RouteProperties.CLIENT_QUEUE_NAME, String.class);
        assertEquals(PREFIX + sentId(), queueName);
        sqs.fail(GetQueueUrlRequest.class, FakeSqs.missingQueue());
        client.findQueue(queueName, exchange).toCompletableFuture().join();
        assertNull(exchange.getProperty(RouteProperties.CLIENT_QUEUE));

        sqs.fail(GetQueueUrlRequest.class, new CompletionException(FakeSqs.missingQueue()));
        client.findQueue(queueName, exchange).toCompletableFuture().join();
        assertNull(exchange.getProperty(RouteProperties.CLIENT_QUEUE));

        sqs.on(GetQueueUrlRequest.class, request -> GetQueueUrlResponse.builder()
                .queueUrl(FakeSqs.url(request.queueName())).build());
        client.findQueue(queueName, exchange).toCompletableFuture().join();
        assertEquals(FakeSqs.url(queueName), exchange.getProperty(RouteProperties.CLIENT_QUEUE));
    }

    @Test
    void receivesOneMessageAtATimeUntilTheResponseComes() {
        client.receiveResponse(CLIENT_QUEUE, exchange).toCompletableFuture().join();
        assertNull(exchange.getProperty(RouteProperties.RESPONSE));

        sqs.on(ReceiveMessageRequest.class, request -> ReceiveMessageResponse.builder()
                .messages(Message.builder().body("{\"answer\":\"a\"}").build()).build());
        client.receiveResponse(CLIENT_QUEUE, exchange).toCompletableFuture().join();

        assertEquals("{\"answer\":\"a\"}", exchange.getProperty(RouteProperties.RESPONSE));
        ReceiveMessageRequest receive = ReceiveMessageRequest.builder().queueUrl(CLIENT_QUEUE)
                .maxNumberOfMessages(1).waitTimeSeconds(20).build();
        assertEquals(List.of(receive, receive), sqs.calls());
    }

    @Test
    void failsWhenSqsRefuses() {
        RuntimeException refusal = FakeSqs.refusal("AccessDenied");
        sqs.fail(SendMessageRequest.class, refusal);
        sqs.fail(GetQueueUrlRequest.class, refusal);
        sqs.fail(ReceiveMessageRequest.class, refusal);

        assertSame(refusal, failureOf(client.sendOffer("1.0\n{}", exchange)));
        assertSame(refusal, failureOf(client.findQueue("snowflake-client-x", exchange)));
        assertSame(refusal, failureOf(client.receiveResponse(CLIENT_QUEUE, exchange)));
    }

    @Test
    void failsWhenItsQueueIsGoneAgain() {
        RuntimeException missing = FakeSqs.missingQueue();
        sqs.fail(ReceiveMessageRequest.class, missing);

        assertSame(missing, failureOf(client.receiveResponse(CLIENT_QUEUE, exchange)));
    }

    private String sentId() {
        List<SendMessageRequest> sent = sqs.calls(SendMessageRequest.class);
        return sent.get(sent.size() - 1).messageAttributes().get("ClientID").stringValue();
    }

    private static Throwable failureOf(CompletionStage<?> call) {
        return assertThrows(CompletionException.class, () -> call.toCompletableFuture().join()).getCause();
    }
}
