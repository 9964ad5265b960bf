package dev.snowbird.rendezvous.queue;

import dev.snowbird.rendezvous.message.RouteProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Finds client queues whose time is over, and deletes them. Queues that this process made are known without asking;
 * for one that somebody else made, such as an earlier run, SQS is asked once.
 */
public final class QueueCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(QueueCleanup.class);
    private static final int PAGE = 1000;
    /** Seconds since 1970; some services write a fraction, too. */
    private static final Pattern TIMESTAMP = Pattern.compile("(\\d{1,11})(?:\\.\\d+)?");

    private final SqsAsyncClient sqs;
    private final BrokerQueue brokerQueue;
    private final String prefix;
    private final QueueAges ages;
    /** What went wrong in this round, and how often. */
    private final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();

    /**
     * @param sqs         makes the calls
     * @param brokerQueue is never deleted, whatever the prefix
     * @param prefix      what every client queue's name begins with
     * @param ages        what is known already
     */
    public QueueCleanup(SqsAsyncClient sqs, BrokerQueue brokerQueue, String prefix, QueueAges ages) {
        this.sqs = sqs;
        this.brokerQueue = brokerQueue;
        this.prefix = prefix;
        this.ages = ages;
    }

    /**
     * Returns the URLs of queues that this process made and whose time is over since the last call. What then can't be
     * deleted comes again among the {@link #candidates}.
     */
    public List<String> justOver() {
        return ages.justOver();
    }

    /**
     * Lists one page of client queues, and leaves out those that need no look yet.
     *
     * @param page     where the list goes on, empty for its start
     * @param exchange is told in {@value RouteProperties#NEXT_PAGE} where it goes on after this page
     * @return the URLs of queues that are over or of unknown age. When SQS fails, which {@link #endRound} tells, the
     *         list ends here
     */
    public CompletionStage<List<String>> candidates(@ExchangeProperty(RouteProperties.NEXT_PAGE) String page,
            Exchange exchange) {
        exchange.removeProperty(RouteProperties.NEXT_PAGE);
        if (page.isEmpty()) {
            endRound();
            ages.forgetDeleted();
        }
        return sqs.listQueues(request -> request.queueNamePrefix(prefix).maxResults(PAGE)
                        .nextToken(page.isEmpty() ? null : page))
                .handle((response, failure) -> {
                    if (failure != null) {
                        note("could not be listed", failure);
                        return List.of();
                    }
                    Optional.ofNullable(response.nextToken()).filter(next -> !next.isEmpty())
                            .ifPresent(next -> exchange.setProperty(RouteProperties.NEXT_PAGE, next));
                    return response.queueUrls().stream().filter(url -> !ages.knows(url) || ages.isOver(url)).toList();
                });
    }

    /**
     * Tells whether a queue's time is over. SQS is asked, and waited for, when somebody else made the queue.
     *
     * @param queueUrl the queue
     * @return not so when SQS can't tell, since the queue may be half deleted
     */
    public boolean isOver(@Body String queueUrl) {
        if (!ages.knows(queueUrl)) {
            ask(queueUrl);
        }
        return ages.isOver(queueUrl);
    }

    private void ask(String queueUrl) {
        try {
            String modified = sqs.getQueueAttributes(request -> request.queueUrl(queueUrl)
                            .attributeNames(QueueAttributeName.LAST_MODIFIED_TIMESTAMP)).join()
                    .attributes().getOrDefault(QueueAttributeName.LAST_MODIFIED_TIMESTAMP, "");
            Matcher timestamp = TIMESTAMP.matcher(modified);
            if (timestamp.matches()) {
                ages.modified(queueUrl, Instant.ofEpochSecond(Long.parseLong(timestamp.group(1))));
            } else {
                // It is at least as old as our knowledge of it.
                ages.created(queueUrl);
            }
        } catch (CompletionException e) {
            if (SqsErrors.isMissingQueue(e)) {
                ages.deleted(queueUrl);
            } else {
                note("could not be asked for their age", e);
            }
        }
    }

    /** Tells what went wrong since the last time, in one line, if anything did. */
    public void endRound() {
        String line = troubles.keySet().stream().sorted()
                .map(trouble -> trouble.formatted(troubles.remove(trouble).sum())).collect(Collectors.joining("; "));
        if (!line.isEmpty()) {
            LOG.warn("Cleaning up, client queues {}", line);
        }
    }

    private void note(String what, Throwable failure) {
        String cause = SqsErrors.describe(failure).replace("%", "%%");
        troubles.computeIfAbsent(what + " (%d times): " + cause, unknown -> new LongAdder()).increment();
    }

    /**
     * Deletes a queue. After a failure, which {@link #endRound} tells, it is tried again in the next round.
     *
     * @param queueUrl the queue
     * @return completes when it is done, and never fails
     */
    public CompletionStage<Void> delete(@Body String queueUrl) {
        if (!isClientQueue(queueUrl)) {
            return CompletableFuture.completedFuture(null);
        }
        return sqs.deleteQueue(request -> request.queueUrl(queueUrl)).handle((deleted, failure) -> {
            if (failure == null || SqsErrors.isMissingQueue(failure)) {
                ages.deleted(queueUrl);
            } else {
                note("could not be deleted", failure);
            }
            return null;
        });
    }

    /** The last word before a queue is deleted: SQS lists by prefix, but the broker queue must never go. */
    private boolean isClientQueue(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        return name.startsWith(prefix) && !name.equals(brokerQueue.name());
    }
}
