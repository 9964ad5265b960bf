package dev.snowbird.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Amazon's queues as far as routes use them, so that routes are tested with the real beans. It writes down every call
 * in a few words, in order, and answers at once.
 */
final class FakeSqs implements SqsAsyncClient {

    private static final String ADDRESS = "https://sqs.example/1/";
    /** What queues that nobody made in this process say of themselves: very old. */
    private static final String LAST_MODIFIED = "1";

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refused = new ArrayList<>();
    private final Map<String, List<String>> pages = new LinkedHashMap<>();
    private final Deque<String> messages = new ArrayDeque<>();
    private String clientId;
    private int looksInVain;

    static String urlOf(String queue) {
        return ADDRESS + queue;
    }

    private static String nameOf(String url) {
        return url.substring(ADDRESS.length());
    }

    /** Fails every call whose words begin like this. */
    FakeSqs refuse(String call) {
        refused.add(call);
        return this;
    }

    /** Adds a page to the list of queues. */
    FakeSqs page(String... queues) {
        pages.put(pages.isEmpty() ? "" : "page " + (pages.size() + 1), List.of(queues));
        return this;
    }

    /** Gives out these bodies, one for each receive; an empty one stands for a receive that brings nothing. */
    FakeSqs messages(String... bodies) {
        messages.addAll(Arrays.asList(bodies));
        return this;
    }

    /** Lets a queue be looked for in vain this often. */
    FakeSqs looksInVain(int times) {
        looksInVain = times;
        return this;
    }

    /** Writes down something else that must happen before or after a call. */
    void note(String event) {
        calls.add(event);
    }

    /** Returns what was called, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns the ClientID of the last message that was sent with one. */
    String clientId() {
        return clientId;
    }

    private <T> CompletableFuture<T> call(String words, T response) {
        calls.add(words);
        return refused.stream().anyMatch(words::startsWith)
                ? CompletableFuture.failedFuture(SqsException.builder().statusCode(500).awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("InternalError").errorMessage(words).build()).build())
                : CompletableFuture.completedFuture(response);
    }

    @Override
    public CompletableFuture<CreateQueueResponse> createQueue(CreateQueueRequest request) {
        return call("create " + request.queueName(),
                CreateQueueResponse.builder().queueUrl(urlOf(request.queueName())).build());
    }

    @Override
    public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
        if (request.hasMessageAttributes()) {
            clientId = request.messageAttributes().get("ClientID").stringValue();
        }
        return call("send to " + nameOf(request.queueUrl()) + ": " + request.messageBody(),
                SendMessageResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
        return call(request.entries().stream().map(DeleteMessageBatchRequestEntry::receiptHandle)
                .collect(Collectors.joining(", ", "delete ", "")), DeleteMessageBatchResponse.builder().build());
    }

    @Override
    public CompletableFuture<ListQueuesResponse> listQueues(ListQueuesRequest request) {
        String token = request.nextToken() == null ? "" : request.nextToken();
        String next = pages.keySet().stream().dropWhile(page -> !page.equals(token)).skip(1).findFirst().orElse(null);
        Stream<String> queues = pages.getOrDefault(token, List.of()).stream();
        return call("list " + request.queueNamePrefix() + (token.isEmpty() ? "" : ", " + token),
                ListQueuesResponse.builder().queueUrls(queues.map(FakeSqs::urlOf).toList()).nextToken(next).build());
    }

    @Override
    public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
        return call("age of " + nameOf(request.queueUrl()), GetQueueAttributesResponse.builder()
                .attributes(Map.of(QueueAttributeName.LAST_MODIFIED_TIMESTAMP, LAST_MODIFIED)).build());
    }

    @Override
    public CompletableFuture<DeleteQueueResponse> deleteQueue(DeleteQueueRequest request) {
        return call("delete queue " + nameOf(request.queueUrl()), DeleteQueueResponse.builder().build());
    }

    @Override
    public CompletableFuture<GetQueueUrlResponse> getQueueUrl(GetQueueUrlRequest request) {
        CompletableFuture<GetQueueUrlResponse> found = call("find " + request.queueName(),
                GetQueueUrlResponse.builder().queueUrl(urlOf(request.queueName())).build());
        return looksInVain-- > 0
                ? CompletableFuture.failedFuture(QueueDoesNotExistException.builder().build()) : found;
    }

    @Override
    public CompletableFuture<ReceiveMessageResponse> receiveMessage(ReceiveMessageRequest request) {
        String body = messages.isEmpty() ? "" : messages.remove();
        List<Message> received = body.isEmpty() ? List.of() : List.of(Message.builder().body(body).build());
        return call("receive from " + nameOf(request.queueUrl()),
                ReceiveMessageResponse.builder().messages(received).build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
