package dev.snowbird.rendezvous.queue;

import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

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
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            return "%s (status %d)".formatted(refused.awsErrorDetails().errorCode(), refused.statusCode());
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == cause ? name(cause) : name(cause) + " caused by " + name(root);
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
