package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class BrokerQueueTest {

    private final FakeSqs sqs = new FakeSqs();

    @Test
    void isMadeWithARetentionOfFiveMinutesAndNothingElse() {
        assertEquals(new BrokerQueue("broker", FakeSqs.url("broker")), BrokerQueue.ensure(sqs, "broker").join());

        assertEquals(List.of(CreateQueueRequest.builder().queueName("broker")
                .attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "300")).build()), sqs.calls());
    }

    @Test
    void cannotBeHadWhenSqsRefuses() {
        AwsServiceException refusal = FakeSqs.refusal("QueueAlreadyExists");
        sqs.fail(CreateQueueRequest.class, refusal);

        CompletionException failed = assertThrows(CompletionException.class,
                () -> BrokerQueue.ensure(sqs, "broker").join());
        assertSame(refusal, failed.getCause());
    }
}
