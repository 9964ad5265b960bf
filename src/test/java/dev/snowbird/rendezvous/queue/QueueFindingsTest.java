package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testkit.FakeSqs;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Which right is missing on an SQS is said by its name. */
class QueueFindingsTest {

    private static final String DENIED =
            ": AccessDenied (status 403): give the user of the credentials this right, as config/iam-broker.json does";

    private final FakeSqs sqs = new FakeSqs();

    @BeforeEach
    void haveAQueue() {
        sqs.on(ListQueuesRequest.class, request -> ListQueuesResponse.builder()
                .queueUrls(FakeSqs.url("offers-2"), FakeSqs.url("offers")).build());
    }

    @Test
    void whatIsPermittedIsSaid() {
        assertEquals(List.of("ok    sqs:ListQueues: queues can be found",
                "ok    sqs:CreateQueue: the queue offers is there",
                "ok    sqs:ReceiveMessage: offers can be received"), findings());
        assertEquals(FakeSqs.url("offers"), sqs.calls(ReceiveMessageRequest.class).get(0).queueUrl());
    }

    @Test
    void eachRightThatIsMissingIsSaid() {
        sqs.fail(CreateQueueRequest.class, FakeSqs.refusal("AccessDenied"));
        sqs.fail(ReceiveMessageRequest.class, FakeSqs.refusal("AccessDenied"));

        assertEquals(List.of("ok    sqs:ListQueues: queues can be found", "fail  sqs:CreateQueue" + DENIED,
                "fail  sqs:ReceiveMessage" + DENIED), findings());
    }

    @Test
    void aQueueThatCantBeListedIsFoundAnotherWay() {
        sqs.fail(ListQueuesRequest.class, FakeSqs.refusal("AccessDenied"));

        assertEquals(List.of("fail  sqs:ListQueues" + DENIED, "ok    sqs:CreateQueue: the queue offers is there",
                "ok    sqs:ReceiveMessage: offers can be received"), findings());
    }

    @Test
    void nothingIsMadeWhereNoQueueIsFound() {
        sqs.fail(ListQueuesRequest.class, FakeSqs.refusal("AccessDenied"));
        sqs.fail(GetQueueUrlRequest.class, FakeSqs.refusal("AccessDenied"));

        assertEquals(List.of("fail  sqs:ListQueues" + DENIED, "warn  sqs:CreateQueue: there seems to be no queue offers"
                + " yet. A start makes it, if that is permitted; look again afterwards, for only then the rights on it"
                + " show"), findings());
        assertEquals(List.of(), sqs.calls(CreateQueueRequest.class));
    }

    @Test
    void whatGoesForAllCallsIsSaidOnce() {
        sqs.fail(ListQueuesRequest.class, FakeSqs.refusal("InvalidClientTokenId"));

        assertEquals(List.of("fail  sqs.endpoint (profile other): InvalidClientTokenId (status 403): look at the"
                + " credentials, the region and the network"), lines(QueueFindings.of(sqs, "offers", "other")));
        assertEquals(1, sqs.calls().size());
    }

    @Test
    void aQueueWithOtherAttributesIsSaidToBeOne() {
        sqs.fail(CreateQueueRequest.class, FakeSqs.refusal("QueueAlreadyExists"));

        assertEquals("fail  sqs:CreateQueue: QueueAlreadyExists (status 403): the queue offers has other attributes"
                + " than MessageRetentionPeriod=300; delete it, and a start makes it again", findings().get(1));
    }

    private List<String> findings() {
        return lines(QueueFindings.of(sqs, "offers", ""));
    }

    private static List<String> lines(Collection<?> findings) {
        return findings.stream().map(Object::toString).toList();
    }
}
