package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsErrorsTest {

    static Stream<Arguments> failures() {
        Throwable unreachable = SdkClientException.create("no way to sqs.eu-west-1.amazonaws.com",
                new CompletionException(new UnknownHostException("sqs.eu-west-1.amazonaws.com")));
        return Stream.of(
                Arguments.of(FakeSqs.refusal("AccessDenied"), "AccessDenied (status 403)"),
                Arguments.of(FakeSqs.missingQueue(), "QueueDoesNotExist (status 400)"),
                Arguments.of(SqsException.builder().message("https://sqs").build(), "SqsException"),
                Arguments.of(unreachable, "SdkClientException caused by UnknownHostException"),
                Arguments.of(new ConnectException("127.0.0.1:9324"), "ConnectException"),
                Arguments.of(new CompletionException("wraps nothing", null), "CompletionException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void nameTheFailureWithoutItsText(Throwable failure, String description) {
        assertEquals(description, SqsErrors.describe(failure));
        assertEquals(description, SqsErrors.describe(new CompletionException(new CompletionException(failure))));
    }

    @Test
    void tellAMissingQueueFromAnyOtherFailure() {
        assertTrue(SqsErrors.isMissingQueue(FakeSqs.missingQueue()));
        assertTrue(SqsErrors.isMissingQueue(new CompletionException(FakeSqs.missingQueue())));
        assertFalse(SqsErrors.isMissingQueue(FakeSqs.refusal("AccessDenied")));
        assertFalse(SqsErrors.isMissingQueue(new CompletionException("wraps nothing", null)));
    }
}
