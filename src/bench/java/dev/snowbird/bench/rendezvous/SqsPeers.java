package dev.snowbird.bench.rendezvous;

import dev.snowbird.bench.measure.Workload;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Clients of one broker over SQS, and its proxies over HTTP. */
final class SqsPeers implements AutoCloseable {

    static final String BROKER_QUEUE = "snowflake-broker";
    static final String CLIENT_QUEUES = "snowflake-client-";

    private static final int CALLS_AT_ONCE = 1000;
    private static final int RECEIVE_SECONDS = 10;

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

    /**
     * The client makes its queue itself, where real ones look once a second whether the broker has: so the latency is
     * the broker's, and the broker's own call finds the queue.
     */
    private CompletableFuture<Void> match() {
        String id = "%016x".formatted(random.nextLong());
        return sqs.createQueue(request -> request.queueName(CLIENT_QUEUES + id))
                .thenCompose(queue -> offer(id).thenCompose(sent -> sqs.receiveMessage(request ->
                        request.queueUrl(queue.queueUrl()).waitTimeSeconds(RECEIVE_SECONDS))))
                .thenAccept(SqsPeers::expectAnswer);
    }

    private CompletableFuture<SendMessageResponse> offer(String id) {
        return sqs.sendMessage(request -> request.queueUrl(brokerQueue).messageBody(Words.CLIENT_POLL)
                .messageAttributes(Map.of("ClientID", MessageAttributeValue.builder().dataType("String")
                        .stringValue(id).build())));
    }

    private static void expectAnswer(ReceiveMessageResponse received) {
        String body = received.messages().stream().map(Message::body).findFirst().orElse("{}");
        if (!Words.ANSWER.equals(new JsonObject(body).getString("answer"))) {
            throw new IllegalStateException("told " + body);
        }
    }

    @Override
    public void close() {
        sqs.close();
        proxies.close();
    }
}
