package dev.snowbird.rendezvous.queue;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What SQS' failures are called in a log. */
public final class SqsErrors {

    private SqsErrors() {
    }

    /**
     * Describes a failed call on one line, without the queue's URL or the request, which the SDK's own texts may hold.
     *
     * @param failure what the SDK's future failed with
     * @return for example {@code QueueDoesNotExist (status 400)}
     */
    public static String describe(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            return "%s (status %d)".formatted(refused.awsErrorDetails().errorCode(), refused.statusCode());
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == cause ? name(cause) : name(cause) + " caused by " + name(root);
    }

    /** Tells whether a call failed because its queue does not exist (any more). */
    public static boolean isMissingQueue(Throwable failure) {
        return unwrap(failure) instanceof QueueDoesNotExistException;
    }

    private static Throwable unwrap(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException
                || failure instanceof CamelExecutionException;
        return wrapper && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
