package dev.snowbird.rendezvous.client;

import dev.snowbird.rendezvous.message.ClientId;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.rendezvous.queue.SqsErrors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What a client does with SQS, under an id of its own for each attempt (Snowflake contract, section 8, "Client side").
 */
public final class ClientOverSqs implements AutoCloseable {

    private final SqsAsyncClient sqs;
    private final String brokerQueueUrl;
    private final String prefix;
    private final int receiveWaitSeconds;
    private CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private boolean closed;

    /**
     * @param sqs            makes the calls
     * @param brokerQueueUrl where the broker takes offers
     * @param prefix         what the names of client queues begin with
     * @param receiveWait    how long one receive waits for the answer, in whole seconds
     */
    public ClientOverSqs(SqsAsyncClient sqs, String brokerQueueUrl, String prefix, Duration receiveWait) {
        this.sqs = sqs;
        this.brokerQueueUrl = brokerQueueUrl;
        this.prefix = prefix;
        this.receiveWaitSeconds = (int) receiveWait.toSeconds();
    }

    /**
     * Puts the offer on the broker queue.
     *
     * @param poll     the client's poll, as it goes over the wire
     * @param exchange is told in {@value RouteProperties#CLIENT_QUEUE_NAME} the name of the queue that the answer will
     *                 be on
     * @return completes when SQS has it
     */
    public CompletionStage<Void> sendOffer(@Body String poll, Exchange exchange) {
        ClientId id = ClientId.random();
        exchange.setProperty(RouteProperties.CLIENT_QUEUE_NAME, id.queueName(prefix));
        MessageAttributeValue clientId = MessageAttributeValue.builder()
                .dataType("String").stringValue(id.value()).build();
        return call(() -> sqs.sendMessage(request -> request.queueUrl(brokerQueueUrl).messageBody(poll)
                        .messageAttributes(Map.of("ClientID", clientId))))
                .thenApply(sent -> null);
    }

    /**
     * Looks once for the queue that the broker makes for this client.
     *
     * @param queueName its name
     * @param exchange  is told its URL in {@value RouteProperties#CLIENT_QUEUE}, if there is one
     * @return completes when SQS has answered
     */
    public CompletionStage<Void> findQueue(
            @ExchangeProperty(RouteProperties.CLIENT_QUEUE_NAME) String queueName, Exchange exchange) {
        return call(() -> sqs.getQueueUrl(request -> request.queueName(queueName))).handle((response, failure) -> {
            if (failure == null) {
                exchange.setProperty(RouteProperties.CLIENT_QUEUE, response.queueUrl());
            } else if (!SqsErrors.isMissingQueue(failure)) {
                throw new CompletionException(failure);
            }
            return null;
        });
    }

    /**
     * Waits for a message on the client's queue.
     *
     * @param queueUrl the client's queue
     * @param exchange is told the broker's response in {@value RouteProperties#RESPONSE}, if one came
     * @return completes when a response has come, or SQS has waited long enough
     */
    public CompletionStage<Void> receiveResponse(
            @ExchangeProperty(RouteProperties.CLIENT_QUEUE) String queueUrl, Exchange exchange) {
        return call(() -> sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(1).waitTimeSeconds(receiveWaitSeconds)))
                .thenAccept(received -> received.messages().stream().findFirst()
                        .ifPresent(message -> exchange.setProperty(RouteProperties.RESPONSE, message.body())));
    }

    private synchronized <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> work) {
        if (closed) {
            return CompletableFuture.failedFuture(new CancellationException("the attempt is over"));
        }
        CompletableFuture<T> call = work.get();
        running = call;
        return call;
    }

    /** Ends the attempt: the call that is under way is given up, and no more are made. */
    @Override
    public synchronized void close() {
        closed = true;
        running.cancel(true);
    }
}
