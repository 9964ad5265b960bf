package dev.snowbird.bench.rendezvous;

import dev.snowbird.bench.measure.Workload;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Clients of one broker over SQS, and its proxies over HTTP. */
final class SqsPeers implements AutoCloseable {

    static final String BROKER_QUEUE = "snowflake-broker";
    static final String CLIENT_QUEUES = "snowflake-client-";

    private static final int CALLS_AT_ONCE = 1000;
    private static final int RECEIVE_SECONDS = 5;
    /** A real client looks once a second; this one's latency is to be the broker's. */
    private static final long LOOK_MILLIS = 10;
    private static final int MOST_LOOKS = 1000;

    private final HttpPeers proxies;
    private final SqsAsyncClient sqs;
    private final String brokerQueue;
    private final Random random = new Random();

    /**
     * @param address  where the broker listens for proxies, as HOST:PORT
     * @param endpoint where clients call SQS
     */
    SqsPeers(String address, String endpoint) {
        proxies = new HttpPeers(address);
        sqs = client(endpoint);
        brokerQueue = sqs.getQueueUrl(request -> request.queueName(BROKER_QUEUE)).join().queueUrl();
    }

    /** Makes a client of an SQS that takes any credentials. */
    static SqsAsyncClient client(String endpoint) {
        return SqsAsyncClient.builder().endpointOverride(URI.create(endpoint)).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CALLS_AT_ONCE)
                        .connectionAcquisitionTimeout(Duration.ofSeconds(30)))
                .build();
    }

    /** A client that puts its offer on the broker queue, and finds the answer of one of so many proxies on its own. */
    Workload matches(int number) throws InterruptedException {
        PollingProxies polling = PollingProxies.start(proxies, number);
        return Workload.of(this::match, polling::stop);
    }

    private CompletableFuture<Void> match() {
        String id = "%016x".formatted(random.nextLong());
        return sqs.sendMessage(request -> request.queueUrl(brokerQueue).messageBody(Words.CLIENT_POLL)
                        .messageAttributes(Map.of("ClientID", MessageAttributeValue.builder().dataType("String")
                                .stringValue(id).build())))
                .thenCompose(sent -> look(brokerQueue.replace(BROKER_QUEUE, CLIENT_QUEUES + id), 1))
                .thenAccept(body -> {
                    if (!Words.ANSWER.equals(new JsonObject(body).getString("answer"))) {
                        throw new CompletionException(new IllegalStateException("told " + body));
                    }
                });
    }

    private CompletableFuture<String> look(String queue, int looks) {
        return sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(RECEIVE_SECONDS))
                .handle((response, failure) -> found(queue, looks, response, failure))
                .thenCompose(found -> found);
    }

    private CompletableFuture<String> found(String queue, int looks, ReceiveMessageResponse response,
            Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(
                    response.messages().stream().map(Message::body).collect(Collectors.joining()));
        }
        if (looks == MOST_LOOKS || !(failure.getCause() instanceof QueueDoesNotExistException)) {
            return CompletableFuture.failedFuture(failure);
        }
        return CompletableFuture.supplyAsync(() -> looks + 1,
                CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS))
                .thenCompose(next -> look(queue, next));
    }

    @Override
    public void close() {
        sqs.close();
        proxies.close();
    }
}
