package dev.snowbird.rendezvous.queue;

import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.ClientId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The queues made for one client each, on which it finds its answer (Snowflake contract, section 8).
 */
public final class ClientQueues {

    /** Names the queue of an offer's client, as an exchange property. */
    public static final String CLIENT_QUEUE = "clientQueue";

    private final SqsAsyncClient sqs;
    private final String prefix;
    private final QueueAges ages;

    /**
     * @param sqs    makes the calls
     * @param prefix what every client queue's name begins with
     * @param ages   is told of every queue made
     */
    public ClientQueues(SqsAsyncClient sqs, String prefix, QueueAges ages) {
        this.sqs = sqs;
        this.prefix = prefix;
        this.ages = ages;
    }

    /**
     * Makes the queue of a client, or finds it when it exists.
     *
     * @param clientId the {@code ClientID} that came with the offer; {@code null} when none came
     * @param exchange is told the queue's URL in {@value #CLIENT_QUEUE}
     * @return completes when the queue is there; fails with {@link OfferDroppedException} when SQS does not make it
     * @throws BadMessageException before any call, when no queue name can hold the id
     */
    public CompletionStage<Void> create(@Header("ClientID") String clientId, Exchange exchange) {
        String name = ClientId.of(clientId, prefix).queueName(prefix);
        return failAs("its client's queue could not be made", sqs
                .createQueue(request -> request.queueName(name))
                .thenApply(BrokerQueue::urlOf)
                .thenAccept(url -> {
                    ages.created(url);
                    exchange.setProperty(CLIENT_QUEUE, url);
                }));
    }

    /**
     * Sends a client what it is waiting for: the answer, or the text of an error.
     *
     * @param queueUrl the client's queue
     * @param response the response to its poll
     * @return completes when SQS has it; fails with {@link OfferDroppedException}, for example when the queue is gone
     */
    public CompletionStage<Void> send(@ExchangeProperty(CLIENT_QUEUE) String queueUrl, @Body String response) {
        return failAs("its client could not be answered", sqs
                .sendMessage(request -> request.queueUrl(queueUrl).messageBody(response))
                .thenAccept(sent -> { }));
    }

    /** The failure is Camel's to log as it is, so it must not come wrapped, as that of a dependent stage does. */
    private static CompletionStage<Void> failAs(String what, CompletionStage<Void> call) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        call.whenComplete((done, failure) -> {
            if (failure == null) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(new OfferDroppedException(what + ": " + SqsErrors.describe(failure)));
            }
        });
        return outcome;
    }
}
