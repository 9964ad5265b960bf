package dev.snowbird.testkit;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/** An SQS that remembers every call, and answers as a test says; without a word it succeeds and has nothing. */
public class FakeSqs implements SqsAsyncClient {

    private static final String HOST_AND_ACCOUNT = "https://sqs.eu-west-1.amazonaws.com/123456789012/";

    private final Queue<SqsRequest> calls = new ConcurrentLinkedQueue<>();
    private final Map<Class<?>, Function<SqsRequest, CompletableFuture<? extends SqsResponse>>> answers =
            new ConcurrentHashMap<>();

    /** The URL of a queue here. */
    public static String url(String queueName) {
        return HOST_AND_ACCOUNT + queueName;
    }

    /** What a call fails with when SQS refuses it; like real ones its text says too much for a log. */
    public static AwsServiceException refusal(String code) {
        return SqsException.builder().statusCode(403).message("refused at " + HOST_AND_ACCOUNT)
                .awsErrorDetails(details(code)).build();
    }

    /** What a call fails with when its queue is not there. */
    public static AwsServiceException missingQueue() {
        return QueueDoesNotExistException.builder().statusCode(400).message("no queue " + HOST_AND_ACCOUNT)
                .awsErrorDetails(details("QueueDoesNotExist")).build();
    }

    private static AwsErrorDetails details(String code) {
        return AwsErrorDetails.builder().errorCode(code).errorMessage("about " + HOST_AND_ACCOUNT).build();
    }

    /** From now on answers calls of a kind like this; what the function throws is what the call fails with. */
    public <Q extends SqsRequest> void on(Class<Q> kind, Function<Q, ? extends SqsResponse> answer) {
        later(kind, request -> CompletableFuture.completedFuture(answer.apply(request)));
    }

    /** From now on answers calls of a kind with these futures. */
    public <Q extends SqsRequest> void later(Class<Q> kind,
            Function<Q, CompletableFuture<? extends SqsResponse>> answer) {
        answers.put(kind, request -> answer.apply(kind.cast(request)));
    }

    /** From now on fails every call of a kind. */
    public void fail(Class<? extends SqsRequest> kind, RuntimeException failure) {
        on(kind, request -> {
            throw failure;
        });
    }

    /** The calls so far, oldest first. */
    public List<SqsRequest> calls() {
        return List.copyOf(calls);
    }

    /** The calls of one kind so far, oldest first. */
    public <Q extends SqsRequest> List<Q> calls(Class<Q> kind) {
        return calls.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @SuppressWarnings("unchecked")
    private <A extends SqsResponse> CompletableFuture<A> call(SqsRequest request, A otherwise) {
        calls.add(request);
        try {
            return (CompletableFuture<A>) answers.getOrDefault(request.getClass(),
                    any -> CompletableFuture.completedFuture(otherwise)).apply(request);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletableFuture<CreateQueueResponse> createQueue(CreateQueueRequest request) {
        // As SQS sees it: how long the caller waits is its own business.
        CreateQueueRequest sent = request.toBuilder()
                .overrideConfiguration((AwsRequestOverrideConfiguration) null).build();
        return call(sent, CreateQueueResponse.builder().queueUrl(url(request.queueName())).build());
    }

    @Override
    public CompletableFuture<GetQueueUrlResponse> getQueueUrl(GetQueueUrlRequest request) {
        return call(request, GetQueueUrlResponse.builder().queueUrl(url(request.queueName())).build());
    }

    @Override
    public CompletableFuture<ListQueuesResponse> listQueues(ListQueuesRequest request) {
        return call(request, ListQueuesResponse.builder().build());
    }

    @Override
    public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
        return call(request, GetQueueAttributesResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteQueueResponse> deleteQueue(DeleteQueueRequest request) {
        return call(request, DeleteQueueResponse.builder().build());
    }

    @Override
    public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
        return call(request, SendMessageResponse.builder().build());
    }

    @Override
    public CompletableFuture<ReceiveMessageResponse> receiveMessage(ReceiveMessageRequest request) {
        return call(request, ReceiveMessageResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
        return call(request, DeleteMessageBatchResponse.builder().build());
    }

    @Override
    public String serviceName() {
        return SqsAsyncClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("belongs to whoever opened it");
    }
}
