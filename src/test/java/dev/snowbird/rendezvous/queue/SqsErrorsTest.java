package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.FakeSqs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParseException;

class SqsErrorsTest {

    static Stream<Arguments> failures() {
        Throwable unknownHost = SdkClientException.create("no way to sqs.eu-west-1.amazonaws.com",
                new CompletionException(new UnknownHostException("sqs.eu-west-1.amazonaws.com")));
        return Stream.of(
                Arguments.of(FakeSqs.refusal("AccessDenied"), "AccessDenied (status 403)"),
                Arguments.of(FakeSqs.missingQueue(), "QueueDoesNotExist (status 400)"),
                Arguments.of(SqsException.builder().statusCode(503).message("https://sqs").build(),
                        "SQS answered with status 503 and no reason"),
                Arguments.of(FakeSqs.refusal(null), "SQS answered with status 403 and no reason"),
                Arguments.of(unknownHost, "the name of SQS' host is not known"),
                Arguments.of(new ConnectException("127.0.0.1:9324"), "SQS can't be reached"),
                Arguments.of(new IOException("Connection reset by peer"), "the connection to SQS was lost"),
                Arguments.of(new IOException(new SSLHandshakeException("PKIX")), "TLS with SQS failed"),
                Arguments.of(ApiCallTimeoutException.create(5000), "SQS did not answer in time"),
                Arguments.of(ApiCallAttemptTimeoutException.create(5000), "SQS did not answer in time"),
                Arguments.of(SdkClientException.create("at sqs.eu-west-1", new TimeoutException("Acquire operation")),
                        "SQS did not answer in time"),
                Arguments.of(SdkClientException.create("unmarshal", new JsonParseException(null, "<html>")),
                        "what SQS answered can't be read"),
                Arguments.of(SdkClientException.create("Unable to load credentials from any of the providers"),
                        "no AWS credentials were found"),
                Arguments.of(SdkClientException.create("sqs", new SocketException("Too many open files")),
                        "too many files are open (ulimit -n)"),
                Arguments.of(new NullPointerException(),
                        "the call failed for an unexpected reason, NullPointerException"),
                Arguments.of(new CompletionException("wraps nothing", null),
                        "the call failed for an unexpected reason, CompletionException"));
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
