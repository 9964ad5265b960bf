package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.LifeLog;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.ClientId;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.rendezvous.queue.OfferDrops.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The queues made for one client each, on which it finds its answer (Snowflake contract, section 8).
 */
public final class ClientQueues {

    private final SqsAsyncClient sqs;
    private final String prefix;
    private final QueueAges ages;
    private final OfferDrops drops;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * @param sqs    makes the calls
     * @param prefix what every client queue's name begins with
     * @param ages   is told of every queue made
     * @param drops  counts the offers that come to nothing here
     */
    public ClientQueues(SqsAsyncClient sqs, String prefix, QueueAges ages, OfferDrops drops) {
        this.sqs = sqs;
        this.prefix = prefix;
        this.ages = ages;
        this.drops = drops;
    }

    /**
     * Makes the queue of a client, or finds it when it exists.
     *
     * @param clientId the {@code ClientID} that came with the offer; {@code null} when none came
     * @param exchange is told the queue's URL in {@value RouteProperties#CLIENT_QUEUE}
     * @return completes when the queue is there; fails with {@link OfferDroppedException} when SQS does not make it
     * @throws BadMessageException before any call, when no queue name can hold the id
     */
    public CompletionStage<Void> create(@Header("ClientID") String clientId, Exchange exchange) {
        String name = nameFor(clientId);
        return failAs("its client's queue could not be made", Reason.NO_QUEUE, sqs
                .createQueue(request -> request.queueName(name))
                .thenApply(BrokerQueue::urlOf)
                .thenAccept(url -> {
                    ages.created(url);
                    exchange.setProperty(RouteProperties.CLIENT_QUEUE, url);
                }));
    }

    /**
     * Sends a client what it is waiting for: the answer, or the text of an error.
     *
     * @param queueUrl the client's queue
     * @param response the response to its poll
     * @param exchange is that of the offer
     * @return completes when SQS has it; fails with {@link OfferDroppedException}, for example when the queue is gone
     */
    public CompletionStage<Void> send(@ExchangeProperty(RouteProperties.CLIENT_QUEUE) String queueUrl,
            @Body String response, Exchange exchange) {
        String id = LifeLog.OFFERS.idOf(exchange);
        return failAs("its client could not be answered", Reason.NOT_SENT, sqs
                .sendMessage(request -> request.queueUrl(queueUrl).messageBody(response))
                .thenAccept(sent -> LifeLog.OFFERS.tell(id, "has its response on its client's queue")));
    }

    private String nameFor(String clientId) {
        try {
            return ClientId.of(clientId, prefix).queueName(prefix);
        } catch (BadMessageException e) {
            drops.count(Reason.REFUSED_ID);
            throw e;
        }
    }

    /** Returns how many calls have not been answered yet, those included that wait for a connection. */
    public int callsUnderWay() {
        return calls.get();
    }

    /** The failure is Camel's to log as it is, so it must not come wrapped, as that of a dependent stage does. */
    private CompletionStage<Void> failAs(String what, Reason reason, CompletionStage<Void> call) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        calls.incrementAndGet();
        call.whenComplete((done, failure) -> {
            calls.decrementAndGet();
            if (failure == null) {
                outcome.complete(null);
            } else {
                drops.count(reason);
                outcome.completeExceptionally(new OfferDroppedException(what + ": " + SqsErrors.describe(failure)));
            }
        });
        return outcome;
    }
}
