package dev.snowbird.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/**
 * Amazon's queues as far as routes use them, so that routes are tested with the real beans. It writes down every call
 * in a few words, in order.
 */
public final class SqsInWords extends FakeSqs {

    /** What queues that nobody made in this process say of themselves: very old. */
    private static final String LAST_MODIFIED = "1";

    private final List<String> words = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refused = new ArrayList<>();
    private final Map<String, List<String>> pages = new LinkedHashMap<>();
    private final Deque<String> messages = new ArrayDeque<>();
    private String clientId;
    private int looksInVain;

    /** Has queues of any name, and no message. */
    public SqsInWords() {
        tell(CreateQueueRequest.class, request -> "create " + request.queueName(),
                request -> CreateQueueResponse.builder().queueUrl(url(request.queueName())).build());
        tell(SendMessageRequest.class,
                request -> "send to " + nameOf(request.queueUrl()) + ": " + request.messageBody(), this::sent);
        tell(DeleteMessageBatchRequest.class, request -> request.entries().stream()
                .map(DeleteMessageBatchRequestEntry::receiptHandle).collect(Collectors.joining(", ", "delete ", "")),
                request -> DeleteMessageBatchResponse.builder().build());
        tell(ListQueuesRequest.class, request -> "list " + request.queueNamePrefix()
                + (request.nextToken() == null ? "" : ", " + request.nextToken()), this::listed);
        tell(GetQueueAttributesRequest.class, request -> "age of " + nameOf(request.queueUrl()),
                request -> GetQueueAttributesResponse.builder()
                        .attributes(Map.of(QueueAttributeName.LAST_MODIFIED_TIMESTAMP, LAST_MODIFIED)).build());
        tell(DeleteQueueRequest.class, request -> "delete queue " + nameOf(request.queueUrl()),
                request -> DeleteQueueResponse.builder().build());
        tell(GetQueueUrlRequest.class, request -> "find " + request.queueName(), this::found);
        tell(ReceiveMessageRequest.class, request -> "receive from " + nameOf(request.queueUrl()), this::received);
    }

    private <Q extends SqsRequest> void tell(Class<Q> kind, Function<Q, String> inWords,
            Function<Q, ? extends SqsResponse> answer) {
        on(kind, request -> {
            String call = inWords.apply(request);
            words.add(call);
            if (refused.stream().anyMatch(call::startsWith)) {
                throw refusal("InternalError").toBuilder().statusCode(500).build();
            }
            return answer.apply(request);
        });
    }

    private static String nameOf(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private SendMessageResponse sent(SendMessageRequest request) {
        if (request.hasMessageAttributes()) {
            clientId = request.messageAttributes().get("ClientID").stringValue();
        }
        return SendMessageResponse.builder().build();
    }

    private ListQueuesResponse listed(ListQueuesRequest request) {
        String token = request.nextToken() == null ? "" : request.nextToken();
        String next = pages.keySet().stream().dropWhile(page -> !page.equals(token)).skip(1).findFirst().orElse(null);
        return ListQueuesResponse.builder().nextToken(next)
                .queueUrls(pages.getOrDefault(token, List.of()).stream().map(FakeSqs::url).toList()).build();
    }

    private GetQueueUrlResponse found(GetQueueUrlRequest request) {
        if (looksInVain-- > 0) {
            throw missingQueue();
        }
        return GetQueueUrlResponse.builder().queueUrl(url(request.queueName())).build();
    }

    private ReceiveMessageResponse received(ReceiveMessageRequest request) {
        String body = messages.isEmpty() ? "" : messages.remove();
        return ReceiveMessageResponse.builder()
                .messages(body.isEmpty() ? List.of() : List.of(Message.builder().body(body).build())).build();
    }

    /** Fails every call whose words begin like this. */
    public SqsInWords refuse(String call) {
        refused.add(call);
        return this;
    }

    /** Adds a page to the list of queues. */
    public SqsInWords page(String... queues) {
        pages.put(pages.isEmpty() ? "" : "page " + (pages.size() + 1), List.of(queues));
        return this;
    }

    /** Gives out these bodies, one for each receive; an empty one stands for a receive that brings nothing. */
    public SqsInWords messages(String... bodies) {
        messages.addAll(Arrays.asList(bodies));
        return this;
    }

    /** Lets a queue be looked for in vain this often. */
    public SqsInWords looksInVain(int times) {
        looksInVain = times;
        return this;
    }

    /** Writes down something else that must happen before or after a call. */
    public void note(String event) {
        words.add(event);
    }

    /** Returns what was called, in order. */
    public List<String> words() {
        return List.copyOf(words);
    }

    /** Returns the ClientID of the last message that was sent with one. */
    public String clientId() {
        return clientId;
    }
}
