package dev.snowbird.bench.rendezvous;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * A yardstick: Amazon's client and Vert.x' server alone. For every offer it makes the client's queue, answers there and
 * deletes the offer; it cleans nothing up.
 */
public final class BareSqsBroker {

    private static final int MOST_MESSAGES = 10;
    private static final int RECEIVE_SECONDS = 15;

    private final Vertx vertx = Vertx.vertx();
    /** The pairs belong to one event loop, on which the HTTP server is, too. */
    private final Context loop = vertx.getOrCreateContext();
    private final BarePairs pairs = new BarePairs(vertx);
    private final SqsAsyncClient sqs;
    private final String brokerQueue;

    private BareSqsBroker(String endpoint) {
        sqs = SqsPeers.client(endpoint);
        brokerQueue = sqs.createQueue(request -> request.queueName(SqsPeers.BROKER_QUEUE)).join().queueUrl();
    }

    /**
     * Listens on a free port of loopback until the process ends.
     *
     * @param arguments the endpoint of SQS
     */
    public static void main(String[] arguments) {
        new BareSqsBroker(arguments[0]).start();
    }

    private void start() {
        loop.runOnContext(started -> BarePairs.listen(vertx, pairs).onSuccess(address -> {
            System.out.println("listening http " + address);
            receive();
            System.out.println("ready");
        }));
    }

    private void receive() {
        sqs.receiveMessage(request -> request.queueUrl(brokerQueue).maxNumberOfMessages(MOST_MESSAGES)
                .waitTimeSeconds(RECEIVE_SECONDS).messageAttributeNames("All")).thenAccept(this::takeAll);
    }

    private void takeAll(ReceiveMessageResponse received) {
        received.messages().forEach(this::take);
        receive();
    }

    private void take(Message offer) {
        String client = offer.messageAttributes().get("ClientID").stringValue();
        sqs.createQueue(request -> request.queueName(SqsPeers.CLIENT_QUEUES + client))
                .thenCompose(queue -> response(offer).thenCompose(response -> send(queue, response)))
                .thenCompose(sent -> sqs.deleteMessage(request -> request.queueUrl(brokerQueue)
                        .receiptHandle(offer.receiptHandle())));
    }

    private CompletableFuture<JsonObject> response(Message offer) {
        CompletableFuture<JsonObject> response = new CompletableFuture<>();
        loop.runOnContext(here -> pairs.offer(offer.body()).onSuccess(response::complete));
        return response;
    }

    private CompletableFuture<?> send(CreateQueueResponse queue, JsonObject response) {
        return sqs.sendMessage(request -> request.queueUrl(queue.queueUrl()).messageBody(response.encode()));
    }
}
