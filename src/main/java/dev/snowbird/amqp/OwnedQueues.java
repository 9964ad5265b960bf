package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Opens queues that belong to somebody here, and claims names with them. A name belongs to whoever's connection has the
 * exclusive queue of that name, so the broker decides who of several gets it, and frees it when its owner is gone,
 * however that came.
 */
public final class OwnedQueues {

    /** How often a queue may vanish before it has a consumer, until its owner is told that there is none. */
    private static final int MOST_VANISHED = 3;

    private final BoundedLog log = new BoundedLog(OwnedQueues.class);
    private final AmqpLink link;
    private final String owners;
    private final AmqpThreads threads;
    private final LostQueues losses;
    /** Which queue of this process has which name, or had it until just now. */
    private final ConcurrentMap<String, OpenQueue> names = new ConcurrentHashMap<>();

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
     * @param unbinding   undoes its binding before it is deleted, since RabbitMQ loses what it routes to a queue while
     *                    that goes, and tells nobody; none for a queue without one
     */
    public record Name(String name, String what, String queue, Declaration declaration,
            Optional<AMQP.Queue.Unbind> unbinding) {

        /** Returns what frees the name, one after the other. */
        List<Method> farewell() {
            return Stream.concat(unbinding.<Method>map(unbind -> unbind).stream(),
                    Stream.of(new AMQP.Queue.Delete.Builder().queue(queue).build())).toList();
        }
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
     * A queue was declared, and was gone before it had a consumer. Qpid lets the name of a queue whose connection ends
     * be declared again a moment before it deletes that queue.
     */
    private static final class VanishedException extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @param link   the hold on the broker
     * @param owners what an owner of such a queue is called, such as "stream": to operators and in statuses
     */
    public OwnedQueues(AmqpLink link, String owners) {
        this.link = link;
        this.owners = owners;
        this.threads = link.connections().threads();
        this.losses = new LostQueues(owners, threads);
    }

    /**
     * Claims a name with the queue that takes what is sent to it. What comes is handed on beside replies, and so should
     * not be much.
     *
     * @param owner    whose it is, for the name of its connection
     * @param queue    the queue
     * @param listener gets what comes to it
     * @return the queue when nothing can be missed any more; fails with {@link NameTakenException}, or with a
     *         {@link StatusException}: UNAVAILABLE without a broker, RESOURCE_EXHAUSTED when too much is being opened,
     *         CANCELLED when the listener wants it no more
     */
    public CompletionStage<OwnedQueue> openNamed(String owner, Name queue, OwnedQueue.Listener listener) {
        return open(session -> own(session, owner, AmqpConnections::open), opened -> {
            claim(opened, queue);
            opened.start(queue.queue(), queue.what());
        }, listener).thenApply(opened -> opened);
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
        Opening opening = names.isEmpty() ? session -> QueueChannel.shared(session.events(), owners)
                : session -> own(session, owner, AmqpConnections::openForEvents);
        return open(opening, opened -> {
            claim(opened, names);
            opened.start(queue.on(opened.channel()), what);
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
        return new SharedQueue(listener -> open(session -> QueueChannel.shared(session.events(), owners),
                opened -> opened.start(queue.on(opened.channel()), what), listener));
    }

    private void claim(OpenQueue opened, List<Name> names) throws IOException, NameTakenException, LeavingException {
        for (Name name : names) {
            claim(opened, name);
            opened.guard(name.queue(), name.what());
        }
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
                    open(opening, making, listener, opened, mostVanished - 1);
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
            OpenQueue queue = new OpenQueue(opening.on(session), listener, session, link.connections(), losses);
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
