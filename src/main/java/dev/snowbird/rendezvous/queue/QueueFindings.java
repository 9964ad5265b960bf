package dev.snowbird.rendezvous.queue;

import dev.snowbird.doctor.Finding;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Whether an SQS other than the embedded one can be reached, and permits what can be tried there without changing
 * anything: no queue is made, and no offer is kept from those who wait for it.
 */
public final class QueueFindings {

    /** For each call; the SDK alone would try for minutes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LIST = "sqs:ListQueues";
    private static final String CREATE = "sqs:CreateQueue";
    private static final String RECEIVE = "sqs:ReceiveMessage";

    private final SqsAsyncClient sqs;
    private final String queue;
    private final String profile;
    private final List<Finding> findings = new ArrayList<>();

    private QueueFindings(SqsAsyncClient sqs, String queue, String profile) {
        this.sqs = sqs;
        this.queue = queue;
        this.profile = profile;
    }

    /**
     * Asks each SQS that the settings name; this waits for it, a bounded time.
     *
     * @param settings whose {@code sqs.endpoint} is neither the embedded one nor none
     */
    public static List<Finding> of(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        try {
            for (Map.Entry<String, SqsClients> account : SqsAccounts.named(settings).entrySet()) {
                try (SqsConnection connection = account.getValue().open()) {
                    findings.addAll(of(connection.client(), settings.brokerQueueName(), account.getKey()));
                }
            }
        } catch (StartException e) {
            findings.add(Finding.failed("rendezvous.sqs-profiles", e.getMessage()));
        } catch (SdkException e) {
            findings.add(Finding.fail("sqs.endpoint", SqsErrors.describe(e)));
        }
        return findings;
    }

    /**
     * Asks one.
     *
     * @param sqs     makes the calls
     * @param queue   the broker queue's name
     * @param profile whose credentials are taken; empty for the default chain's
     */
    static List<Finding> of(SqsAsyncClient sqs, String queue, String profile) {
        QueueFindings asked = new QueueFindings(sqs, queue, profile);
        asked.examine();
        return asked.findings;
    }

    private void examine() {
        try {
            Optional<String> url = url();
            if (url.isEmpty()) {
                tell(Finding.Level.WARN, CREATE, "there seems to be no queue " + queue + " yet. A start makes it, if"
                        + " that is permitted; look again afterwards, for only then the rights on it show");
                return;
            }
            // Changes nothing about a queue that is there, but is refused if it has other attributes.
            permitted(CREATE, () -> BrokerQueue.ensure(sqs, queue), "the queue " + queue + " is there");
            permitted(RECEIVE, () -> sqs.receiveMessage(request -> request.queueUrl(url.get()).waitTimeSeconds(0)
                    .maxNumberOfMessages(1).visibilityTimeout(0)), "offers can be received");
        } catch (CompletionException e) {
            tell(Finding.Level.FAIL, "sqs.endpoint", SqsErrors.describe(e)
                    + ": look at the credentials, the region and the network");
        }
    }

    /** Finds the queue with the rights that a broker has, or with one that it does not need. */
    private Optional<String> url() {
        String end = "/" + queue;
        Optional<List<String>> found = permitted(LIST, () -> sqs.listQueues(request -> request.queueNamePrefix(queue))
                .thenApply(response -> response.queueUrls()), "queues can be found");
        if (found.isPresent()) {
            return found.get().stream().filter(url -> url.endsWith(end)).findFirst();
        }
        try {
            return Optional.of(await(() -> sqs.getQueueUrl(request -> request.queueName(queue))).queueUrl());
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a call that needs a right.
     *
     * @return its answer; none when SQS refuses just this call, which is told
     * @throws CompletionException when there is no use in further calls
     */
    private <T> Optional<T> permitted(String right, Supplier<CompletableFuture<T>> call, String well) {
        try {
            T answer = await(call);
            tell(Finding.Level.OK, right, well);
            return Optional.of(answer);
        } catch (CompletionException e) {
            if (SqsErrors.isDenied(e)) {
                tell(Finding.Level.FAIL, right, SqsErrors.describe(e)
                        + ": give the user of the credentials this right, as config/iam-broker.json does");
            } else if (SqsErrors.isOtherQueue(e)) {
                tell(Finding.Level.FAIL, right, SqsErrors.describe(e) + ": the queue " + queue + " has other"
                        + " attributes than MessageRetentionPeriod=300; delete it, and a start makes it again");
            } else {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static <T> T await(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (SdkException e) {
            throw new CompletionException(e);
        }
    }

    private void tell(Finding.Level level, String subject, String words) {
        findings.add(new Finding(level, profile.isEmpty() ? subject : subject + " (profile " + profile + ")", words));
    }
}
