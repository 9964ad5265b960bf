package dev.snowbird.testkit;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** The broker queue: a receive waits, without a limit, until there is an offer. */
final class FakeOffers {

    private final Clock clock;
    private final Queue<Message> messages = new ArrayDeque<>();
    private final List<CompletableFuture<ReceiveMessageResponse>> receives = new ArrayList<>();
    private int sent;

    FakeOffers(SqsInWords sqs, Clock clock) {
        this.clock = clock;
        sqs.later(ReceiveMessageRequest.class, request -> receive());
    }

    private synchronized CompletableFuture<ReceiveMessageResponse> receive() {
        CompletableFuture<ReceiveMessageResponse> receive = new CompletableFuture<>();
        receives.add(receive);
        handOut();
        return receive;
    }

    /** Puts an offer on the queue. */
    synchronized void send(String clientId, String body) {
        sent++;
        String now = String.valueOf(clock.millis());
        messages.add(Message.builder().messageId("message-" + sent).receiptHandle("receipt-" + sent).body(body)
                .messageAttributes(Map.of("ClientID",
                        MessageAttributeValue.builder().dataType("String").stringValue(clientId).build()))
                .attributes(Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, now,
                        MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP, now,
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"))
                .build());
        handOut();
    }

    private void handOut() {
        receives.removeIf(CompletableFuture::isDone);
        while (!receives.isEmpty() && !messages.isEmpty()) {
            receives.remove(0).complete(ReceiveMessageResponse.builder().messages(messages.remove()).build());
        }
    }
}
