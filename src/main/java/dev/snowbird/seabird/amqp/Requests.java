package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.AmqpThreads;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.LinkConnections;
import dev.snowbird.amqp.ReplyQueue;
import dev.snowbird.amqp.ReplyQueues;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LifeLog;
import dev.snowbird.log.LogText;
import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.settings.Settings;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.grpc.Status;
import io.grpc.StatusException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Requests that this core's plugins make of backends, from the lease of a reply queue to the reply. */
public final class Requests {

    private static final Status TIMED_OUT = Status.DEADLINE_EXCEEDED.withDescription("request timed out");

    private final BoundedLog log = new BoundedLog(Requests.class);
    /** So long a reply queue is kept that no request has needed. */
    private static final Duration UNUSED = Duration.ofMinutes(1);

    private final AmqpLink link;
    private final Executor executor;
    private final Duration timeout;
    private final Deadlines deadlines;
    private final Backlogs backlogs;
    private final RequestMeters meters;
    private final ConcurrentMap<String, PendingRequest> pending = new ConcurrentHashMap<>();
    /** Of the session in use; replaced under the lock of this object. */
    private volatile ReplyQueues queues;

    /**
     * @param link     the core's hold on the broker
     * @param settings {@code seabird.request-timeout} and {@code seabird.max-waiting-requests}
     * @param executor runs what follows when there is no reply; its threads are never blocked
     * @param meters   gets the metrics
     */
    public Requests(AmqpLink link, Settings settings, Executor executor, MeterRegistry meters) {
        this.link = link;
        this.executor = executor;
        this.timeout = settings.duration("seabird.request-timeout");
        this.deadlines = new Deadlines(link, timeout);
        this.backlogs = new Backlogs(settings.integer("seabird.max-waiting-requests"));
        this.meters = new RequestMeters(meters, pending::size, () -> queues == null ? 0 : queues.idle());
    }

    /**
     * Leases a reply queue and starts the clock; the request is then to be published.
     *
     * @param call what is asked
     * @return the request when it has its queue; fails with a {@link StatusException}: UNAVAILABLE without a broker,
     *         DEADLINE_EXCEEDED when too much waits for that backend, or no queue could be had in time
     */
    public CompletionStage<PendingRequest> open(@Body ChatCall call) {
        try {
            ReplyQueues from = queues(link.requireSession());
            String asked = call.asked();
            if (!backlogs.enter(asked)) {
                return CompletableFuture.failedFuture(TIMED_OUT.asException());
            }
            PendingRequest request = new PendingRequest(call, from.session(), timeout.toNanos());
            pending.put(request.id(), request);
            end(request, asked, from);
            if (from.session().isOver()) {
                // It may have been told to those that wait before this one did.
                request.lost();
            }
            return lease(request, asked, from);
        } catch (StatusException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized ReplyQueues queues(LinkConnections session) {
        if (queues == null || queues.session() != session) {
            queues = new ReplyQueues(link, session, meters.retired(), UNUSED);
            session.whenOver(() -> pending.values().stream().filter(request -> request.isOf(session))
                    .forEach(PendingRequest::lost));
        }
        return queues;
    }

    /** Says what becomes of a request's queue and place once it is over, whichever way that came. */
    private void end(PendingRequest request, String asked, ReplyQueues from) {
        Deadlines.Wait wait = deadlines.begin(
                () -> request.outcome().completeExceptionally(TIMED_OUT.asException()));
        long start = System.nanoTime();
        request.outcome().whenComplete((reply, failure) -> {
            try {
                wait.over();
                pending.remove(request.id(), request);
                backlogs.leave(asked);
                RequestOutcome outcome = RequestOutcome.of(failure);
                settle(request, asked, from, outcome);
                long took = System.nanoTime() - start;
                meters.ended(request.call().type(), outcome, took);
                LifeLog.REQUESTS.tell(request.id(), "ends after {} ms: {}",
                        TimeUnit.NANOSECONDS.toMillis(took), outcome.tag());
            } finally {
                // Only now, so that what the caller does next finds the queue given back.
                tell(request, reply, failure);
            }
        });
    }

    /** A reply goes on where it was read. What ends many at once must not do on one thread what follows for all. */
    private void tell(PendingRequest request, ChatEvent reply, Throwable failure) {
        if (failure == null) {
            request.tell(reply, null);
        } else {
            AmqpThreads.run(executor, () -> request.tell(null, failure));
        }
    }

    private void settle(PendingRequest request, String asked, ReplyQueues from, RequestOutcome outcome) {
        ReplyQueue queue = request.release();
        if (queue == null) {
            // It never went out, so nothing is known of who was to answer.
            return;
        }
        if (outcome == RequestOutcome.TIMED_OUT) {
            if (backlogs.timedOut(asked)) {
                log.warn("The {} did not reply within seabird.request-timeout: it is slow,"
                        + " or a policy of the broker drops requests or replies", LogText.of(asked));
            }
            from.retire(queue);
            return;
        }
        if (outcome == RequestOutcome.REPLIED) {
            backlogs.answered(asked);
        }
        from.giveBack(queue);
    }

    private CompletionStage<PendingRequest> lease(PendingRequest request, String asked, ReplyQueues from) {
        CompletableFuture<PendingRequest> opened = new CompletableFuture<>();
        // Who waits for a queue waits no longer than for the reply.
        request.reply().whenComplete((reply, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(failure);
            }
        });
        boolean suspect = backlogs.isSuspect(asked);
        CompletableFuture<ReplyQueue> leased =
                from.lease(suspect, () -> !request.outcome().isDone()).toCompletableFuture();
        BiConsumer<ReplyQueue, Throwable> go = (queue, failure) -> {
            if (failure != null) {
                request.outcome().completeExceptionally(
                        failure instanceof StatusException ? failure : TIMED_OUT.asException());
            } else if (queue != null && request.use(queue)) {
                opened.complete(request);
            } else if (queue != null) {
                from.giveBack(queue);
            }
        };
        if (leased.isDone()) {
            leased.whenComplete(go);
        } else {
            // The thread that makes queues waits for the broker, and has more of them to make.
            leased.whenCompleteAsync(go, executor);
        }
        return opened;
    }

    /**
     * Waits for a reply, for routes.
     *
     * @param request what {@link #open} returned
     * @return as {@link PendingRequest#reply}
     */
    public CompletionStage<ChatEvent> reply(@ExchangeProperty(RouteProperties.PENDING) PendingRequest request) {
        return request.reply();
    }

    /**
     * Ends the request that a message was, if this core made it: there is no such backend.
     *
     * @param request came back through the exchange of unroutable requests; perhaps another core's
     */
    public void unroutable(@Body Delivery request) {
        PendingRequest waiting = pending.get(request.correlationId());
        if (waiting != null) {
            meters.unroutable().increment();
            waiting.outcome().completeExceptionally(
                    Status.NOT_FOUND.withDescription(waiting.call().unknownBackend()).asException());
        }
    }

    /** Ends all requests that still wait, so that no route waits for them when core stops. */
    public void endAll() {
        pending.values().forEach(request -> request.outcome().completeExceptionally(
                Status.UNAVAILABLE.withDescription("core is stopping").asException()));
    }
}
