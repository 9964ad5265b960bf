package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens queues that belong to somebody here, and claims names with them. A name belongs to whoever's connection has the
 * exclusive queue of that name, so the broker decides who of several gets it, and frees it when its owner is gone,
 * however that came.
 */
public final class OwnedQueues {

    /** How often a queue may vanish before it has a consumer, until its owner is told that there is none. */
    private static final int MOST_VANISHED = 10;
    /** The broker is about to delete the queue that has the name, as soon as the machine lets it. */
    private static final long VANISHING_MILLIS = 100;
    /** Far longer than a broker needs to bring to a queue what it has routed there, and to hand it on. */
    private static final Duration LATENESS = Duration.ofSeconds(2);
    /** What can be spared of that when all is about to end. */
    private static final Duration LAST_LATENESS = Duration.ofMillis(250);
    private static final long LAST_MILLIS = 2000;

    private final BoundedLog log = new BoundedLog(OwnedQueues.class);
    private final AmqpLink link;
    private final String owners;
    private final AmqpThreads threads;
    private final LostQueues losses;
    private final Duration lateness;
    /** Which queue of this process has which name, or had it until just now. */
    private final ConcurrentMap<String, OpenQueue> names = new ConcurrentHashMap<>();
    /** Which queues exchanges have something for, until nothing that is late is waited for. */
    private final Set<OpenQueue> subscribed = ConcurrentHashMap.newKeySet();

    /** Declares an exclusive queue, and what hangs on it. */
    @FunctionalInterface
    public interface Declaration {

        /**
         * Declares it; this waits for the broker.
         *
         * @return the queue's name
         */
        String on(Channel channel) throws IOException;
    }

    /**
     * A name to claim.
     *
     * @param name        what it is called in a {@link NameTakenException}
     * @param what        what it is called in a log
     * @param queue       the queue that can be had only once
     * @param declaration declares that queue
     */
    public record Name(String name, String what, String queue, Declaration declaration) {
    }

    /**
     * What the owner of a name gets from an exchange, through a queue beside that of the name. When the owner leaves,
     * this one lives on for a moment: a broker loses, and tells nobody, what it has routed to a queue that is deleted
     * before it got there or went on to its consumer.
     *
     * @param declaration declares the queue, and binds it
     * @param unbinding   has nothing more come to it; done before the name is free
     */
    public record Subscription(Declaration declaration, AMQP.Queue.Unbind unbinding) {
    }

    /** Opens what a queue needs of the broker; this waits for it. */
    @FunctionalInterface
    private interface Opening {

        QueueChannel on(LinkConnections session) throws IOException, TimeoutException, StatusException;
    }

    /** Makes and claims everything of a new queue, and leaves it open; this waits for the broker. */
    @FunctionalInterface
    private interface Making {

        void of(OpenQueue queue) throws IOException, NameTakenException, LeavingException;
    }

    /** A name is still that of a queue of this process whose owner needs it no more. */
    private static final class LeavingException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient CompletionStage<Void> gone;

        LeavingException(OpenQueue owner) {
            this.gone = owner.gone();
        }
    }

    /**
     * A queue was declared, and was gone before it had a consumer. Qpid lets the name of a queue that it is deleting be
     * declared again, a moment before that is done.
     */
    private static final class VanishedException extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @param link   the hold on the broker
     * @param owners what an owner of such a queue is called, such as "stream": to operators and in statuses
     */
    public OwnedQueues(AmqpLink link, String owners) {
        this(link, owners, LATENESS);
    }

    /** Makes one that waits for another time for what is late. */
    OwnedQueues(AmqpLink link, String owners, Duration lateness) {
        this.link = link;
        this.owners = owners;
        this.threads = link.connections().threads();
        this.losses = new LostQueues(owners, threads);
        this.lateness = lateness;
    }

    /**
     * Claims a name and takes what comes for it, to its queue or through an exchange. That is handed on beside replies,
     * and so should not be much.
     *
     * @param owner        whose it is, for the name of its connection
     * @param name         the name
     * @param subscription what an exchange has for it
     * @param listener     gets what comes
     * @return the name's queue when nothing can be missed any more; fails with {@link NameTakenException}, or with a
     *         {@link StatusException}: UNAVAILABLE without a broker, RESOURCE_EXHAUSTED when too much is being opened,
     *         CANCELLED when the listener wants it no more
     */
    public CompletionStage<OwnedQueue> openNamed(String owner, Name name, Subscription subscription,
            OwnedQueue.Listener listener) {
        return open(session -> own(session, owner, AmqpConnections::open), opened -> {
            claim(opened, name);
            opened.receive(name.queue(), name.what());
            opened.subscribe(subscription, name.what());
            subscribed.add(opened);
            opened.quiet().thenRun(() -> subscribed.remove(opened));
            opened.start();
        }, listener).thenApply(opened -> opened);
    }

    /**
     * Waits until owners that have left have what exchanges had for them, for two seconds at most. For of what comes
     * when the link is closed, nobody hears.
     */
    public void awaitLate() throws InterruptedException {
        CompletableFuture<?>[] late = subscribed.stream().filter(OpenQueue::hasEnded)
                .map(queue -> queue.quietAfter(LAST_LATENESS)).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(late).get(LAST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Whoever has sent it hears nothing, and waits for as long as that may take.
        }
    }

    /**
     * Claims names, all or none, and opens a queue for events, of which many may come.
     *
     * @param owner    whose it is, for the name of its connection; without names it has none of its own
     * @param names    what is claimed, in this order: who claims several must do it in the same order as all others, so
     *                 that of any that clash one gets through
     * @param queue    declares the queue
     * @param what     what the queue is called in a log
     * @param listener gets what comes to it
     * @return as {@link #openNamed}
     */
    public CompletionStage<OwnedQueue> openForEvents(String owner, List<Name> names, Declaration queue, String what,
            OwnedQueue.Listener listener) {
        Opening opening = names.isEmpty() ? this::share
                : session -> own(session, owner, AmqpConnections::openForEvents);
        return open(opening, opened -> {
            claim(opened, names);
            opened.receive(queue.on(opened.channel()), what);
            opened.start();
        }, listener).thenApply(opened -> opened);
    }

    /**
     * Claims names, all or none, and nothing else.
     *
     * @param owner    whose they are, for the name of its connection
     * @param names    as {@link #openForEvents} has them
     * @param listener is told when they are lost
     * @return as {@link #openNamed}; it has no queue that others could reach
     */
    public CompletionStage<OwnedQueue> openNames(String owner, List<Name> names, OwnedQueue.Listener listener) {
        return open(session -> own(session, owner, AmqpConnections::open), opened -> {
            claim(opened, names);
            opened.start();
        }, listener).thenApply(opened -> opened);
    }

    /**
     * Returns a queue for events that several owners may share; it belongs to all of them and to no name.
     *
     * @param queue declares the queue
     * @param what  what the queue is called in a log
     */
    public SharedQueue shared(Declaration queue, String what) {
        return new SharedQueue(listener -> open(this::share, opened -> {
            opened.receive(queue.on(opened.channel()), what);
            opened.start();
        }, listener));
    }

    private void claim(OpenQueue opened, List<Name> names) throws IOException, NameTakenException, LeavingException {
        for (Name name : names) {
            claim(opened, name);
            opened.guard(name.queue(), name.what());
        }
    }

    private QueueChannel share(LinkConnections session) throws IOException, StatusException {
        return QueueChannel.shared(session.events(), owners, threads.closings);
    }

    private QueueChannel own(LinkConnections session, String owner, QueueChannel.Connecting connecting)
            throws IOException, TimeoutException, StatusException {
        return QueueChannel.own(link.connections(), session, owners, "snowbird %s of a %s".formatted(owners, owner),
                connecting);
    }

    private CompletionStage<OpenQueue> open(Opening opening, Making making, OwnedQueue.Listener listener) {
        CompletableFuture<OpenQueue> opened = new CompletableFuture<>();
        open(opening, making, listener, opened, MOST_VANISHED);
        return opened;
    }

    private void open(Opening opening, Making making, OwnedQueue.Listener listener,
            CompletableFuture<OpenQueue> opened, int mostVanished) {
        try {
            LinkConnections session = link.requireSession();
            threads.openings.execute(() -> {
                try {
                    opened.complete(openNow(session, opening, making, listener, mostVanished > 0));
                } catch (LeavingException e) {
                    e.gone.thenRun(() -> open(opening, making, listener, opened, mostVanished));
                } catch (VanishedException e) {
                    CompletableFuture.delayedExecutor(VANISHING_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                            .execute(() -> open(opening, making, listener, opened, mostVanished - 1));
                } catch (StatusException | NameTakenException | RuntimeException e) {
                    opened.completeExceptionally(e);
                }
            });
        } catch (StatusException e) {
            opened.completeExceptionally(e);
        } catch (RejectedExecutionException e) {
            opened.completeExceptionally(Status.RESOURCE_EXHAUSTED
                    .withDescription("too many %ss are being opened".formatted(owners)).asException());
        }
    }

    private OpenQueue openNow(LinkConnections session, Opening opening, Making making, OwnedQueue.Listener listener,
            boolean again) throws StatusException, NameTakenException, LeavingException, VanishedException {
        if (!listener.isWanted()) {
            throw Status.CANCELLED.withDescription("the peer is gone").asException();
        }
        try {
            OpenQueue queue = new OpenQueue(opening.on(session), listener, session, link.connections(), losses,
                    lateness);
            queue.gone().thenRun(() -> queue.names().forEach(name -> names.remove(name.queue(), queue)));
            try {
                making.of(queue);
                return queue;
            } catch (IOException | NameTakenException | LeavingException | RuntimeException e) {
                queue.abandon();
                throw e;
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            if (again && AmqpErrors.isMissingQueue(e)) {
                throw new VanishedException();
            }
            log.info("A {}'s queue could not be opened: {}", owners, AmqpErrors.describe(e));
            throw AmqpErrors.status(e).withCause(e).asException();
        }
    }

    /**
     * Claims a name. The owner is looked up before: one that frees the name meanwhile is not known afterwards.
     */
    private void claim(OpenQueue queue, Name name) throws IOException, NameTakenException, LeavingException {
        OpenQueue owner = names.get(name.queue());
        try {
            name.declaration().on(queue.channel());
        } catch (IOException | ShutdownSignalException e) {
            if (!AmqpErrors.isTaken(e)) {
                throw e;
            }
            if (owner != null && owner.isLeaving()) {
                throw new LeavingException(owner);
            }
            throw new NameTakenException(name.name());
        }
        queue.own(name);
        names.put(name.queue(), queue);
    }
}
