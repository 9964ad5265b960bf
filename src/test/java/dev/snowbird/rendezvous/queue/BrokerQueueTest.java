package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testkit.FakeSqs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
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

    @ParameterizedTest
    @CsvSource({"0, 6, 18", "1, 12, 36", "2, 24, 72", "50, 384, 1152"})
    void givesSlowSqsTwiceTheTimeWheneverItWasTooSlow(int tooOften, int attempt, int whole) {
        AtomicReference<RequestOverrideConfiguration> times = new AtomicReference<>();
        FakeSqs watched = new FakeSqs() {
            @Override
            public CompletableFuture<CreateQueueResponse> createQueue(CreateQueueRequest request) {
                times.set(request.overrideConfiguration().orElseThrow());
                return super.createQueue(request);
            }
        };

        BrokerQueue.ensure(watched, "broker", tooOften).join();

        assertEquals(Duration.ofSeconds(attempt), times.get().apiCallAttemptTimeout().orElseThrow());
        assertEquals(Duration.ofSeconds(whole), times.get().apiCallTimeout().orElseThrow());
    }
}
