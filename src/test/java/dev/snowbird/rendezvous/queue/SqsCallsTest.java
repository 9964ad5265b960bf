package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

@Timeout(120)
class SqsCallsTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Integer> statuses = new ArrayDeque<>();

    @Test
    void countsEveryBilledCallByOperationAndRetriesToo() {
        statuses.addAll(List.of(200, 500, 200));
        try (SqsAsyncClient sqs = client()) {
            sqs.listQueues().join();
            sqs.deleteQueue(request -> request.queueUrl("http://localhost/1/a")).join();
        }

        assertEquals(Map.of("ListQueues", 1.0, "DeleteQueue", 2.0), meters.find(SqsCalls.METRIC).counters().stream()
                .collect(Collectors.toMap(counter -> counter.getId().getTag("operation"), Counter::count)));
    }

    private SqsAsyncClient client() {
        return SqsAsyncClient.builder()
                .endpointOverride(URI.create("http://localhost"))
                .region(Region.of("nowhere"))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new CannedHttp())
                .overrideConfiguration(override -> override.addExecutionInterceptor(new SqsCalls(meters)))
                .build();
    }

    /** Answers each request with the next status and an empty object. */
    private final class CannedHttp implements SdkAsyncHttpClient {

        @Override
        public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
            request.responseHandler().onHeaders(SdkHttpResponse.builder().statusCode(statuses.remove()).build());
            request.responseHandler().onStream(SdkPublisher.fromIterable(
                    List.of(ByteBuffer.wrap(new byte[] {'{', '}'}))));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
