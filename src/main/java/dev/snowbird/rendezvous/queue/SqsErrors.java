package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.RootCause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/** What SQS' failures are called in a log. */
public final class SqsErrors {

    private static final String NO_FILES = "Too many open files";
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    /** What a cause of one of these types means, the special before the general. */
    private static final Map<Class<? extends Throwable>, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put(ApiCallTimeoutException.class, "SQS did not answer in time");
        MEANINGS.put(ApiCallAttemptTimeoutException.class, "SQS did not answer in time");
        MEANINGS.put(TimeoutException.class, "SQS did not answer in time");
        MEANINGS.put(SocketTimeoutException.class, "SQS did not answer in time");
        MEANINGS.put(UnknownHostException.class, "the name of SQS' host is not known");
        MEANINGS.put(ConnectException.class, "SQS can't be reached");
        MEANINGS.put(SSLException.class, "TLS with SQS failed");
        MEANINGS.put(JsonProcessingException.class, "what SQS answered can't be read");
        MEANINGS.put(IOException.class, "the connection to SQS was lost");
        MEANINGS.put(CancellationException.class, "the call was given up");
    }

    private SqsErrors() {
    }

    /**
     * Describes a failed call on one line, without the queue's URL or the request, which the SDK's own texts may hold.
     * Never fails itself.
     *
     * @param failure what the SDK's future failed with
     * @return for example {@code QueueDoesNotExist (status 400)}, or a sentence
     */
    public static String describe(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof AwsServiceException refused) {
            boolean named = refused.awsErrorDetails() != null && refused.awsErrorDetails().errorCode() != null;
            return named ? "%s (status %d)".formatted(refused.awsErrorDetails().errorCode(), refused.statusCode())
                    : "SQS answered with status %d and no reason".formatted(refused.statusCode());
        }
        if (cause instanceof IncompleteAnswerException) {
            return cause.getMessage();
        }
        List<Throwable> causes = RootCause.chain(cause).toList();
        if (causes.stream().anyMatch(any -> says(any, NO_FILES))) {
            return "too many files are open (ulimit -n)";
        }
        if (causes.stream().anyMatch(any -> says(any, NO_CREDENTIALS))) {
            return "no AWS credentials were found";
        }
        return MEANINGS.entrySet().stream()
                .filter(known -> causes.stream().anyMatch(known.getKey()::isInstance))
                .map(Map.Entry::getValue).findFirst()
                .orElseGet(() -> "the call failed for an unexpected reason, " + name(causes.get(causes.size() - 1)));
    }

    /** Tells whether a call failed because its queue does not exist (any more). */
    public static boolean isMissingQueue(Throwable failure) {
        return unwrap(failure) instanceof QueueDoesNotExistException;
    }

    /** Tells whether a call failed because the user whose credentials were taken may not make it. */
    static boolean isDenied(Throwable failure) {
        return codeOf(failure).contains("AccessDenied");
    }

    /** Tells whether a queue could not be made because there is one of that name with other attributes. */
    static boolean isOtherQueue(Throwable failure) {
        return Set.of("QueueAlreadyExists", "QueueNameExists").contains(codeOf(failure));
    }

    private static String codeOf(Throwable failure) {
        return unwrap(failure) instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? String.valueOf(refused.awsErrorDetails().errorCode()) : "";
    }

    /** Camel wraps once more what a stage failed with. */
    private static Throwable unwrap(Throwable failure) {
        Throwable cause = RootCause.ofStage(failure);
        return cause instanceof CamelExecutionException && cause.getCause() != null
                ? RootCause.ofStage(cause.getCause()) : cause;
    }

    private static boolean says(Throwable failure, String text) {
        return failure.getMessage() != null && failure.getMessage().contains(text);
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
