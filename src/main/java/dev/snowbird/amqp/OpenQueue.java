package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** An owned queue and its names while it is open, and the one way in which it ends. */
final class OpenQueue implements OwnedQueue {

    /** Qpid frees the names of a connection that is lost, or that it has closed, a moment later and without a word. */
    private static final long DOUBT_MILLIS = 1000;

    private final QueueChannel channel;
    private final Listener listener;
    private final LinkConnections session;
    private final AmqpConnections connections;
    private final LostQueues losses;
    private final Duration lateness;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);
    /** Complete when it is open. */
    private final List<OwnedQueues.Name> names = new ArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    /** Complete when nothing that comes late is waited for. */
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private Optional<Method> unbinding = Optional.empty();
    private volatile String queue = "";
    private volatile AmqpLink.Registration registration = () -> { };

    private enum State { OPENING, OPEN, ENDED }

    /**
     * @param channel     what it has of the broker
     * @param listener    gets its messages
     * @param session     with which it ends
     * @param connections whose threads run what follows its end
     * @param losses      hears of it when the queue is lost and the session is not
     * @param lateness    how long what an exchange has for its owner may come after its end
     */
    OpenQueue(QueueChannel channel, Listener listener, LinkConnections session, AmqpConnections connections,
            LostQueues losses, Duration lateness) {
        this.channel = channel;
        this.listener = listener;
        this.session = session;
        this.connections = connections;
        this.losses = losses;
        this.lateness = lateness;
    }

    /** The channel that its queues are declared on. */
    Channel channel() {
        return channel.channel();
    }

    /** Takes note of a queue that is a name of this one; the name is free again when {@link #gone} says so. */
    void own(OwnedQueues.Name name) {
        names.add(name);
    }

    List<OwnedQueues.Name> names() {
        return names;
    }

    /**
     * Holds on to a name that gets no messages; this waits for the broker. A queue without a consumer could vanish
     * unnoticed, and with RabbitMQ's policy "expires" would.
     *
     * @param name the queue
     * @param what what a log calls it
     */
    void guard(String name, String what) throws IOException {
        QueueConsumer.start(channel(), name, stray -> { }, () -> lostQueueOf(what));
    }

    /**
     * Begins to hand on messages; this waits for the broker.
     *
     * @param declared the queue, on the channel of this one
     * @param what     what a log calls it
     */
    void receive(String declared, String what) throws IOException {
        queue = declared;
        consume(declared, what);
    }

    /** Does the same with what an exchange has for the owner. */
    void subscribe(OwnedQueues.Subscription subscription, String what) throws IOException {
        unbinding = Optional.of(subscription.unbinding());
        consume(subscription.declaration().on(channel()), what);
    }

    private void consume(String declared, String what) throws IOException {
        QueueConsumer.start(channel(), declared, this::delivered, () -> lostQueueOf(what));
    }

    /** Is open, and is told when it is lost. */
    void start() {
        ShutdownListener closed = cause -> {
            if (lost()) {
                losses.channel(session, cause);
            }
        };
        channel().addShutdownListener(closed);
        registration = session.whenOver(this::lost);
        if (!state.compareAndSet(State.OPENING, State.OPEN)) {
            abandon();
        }
    }

    private void delivered(Delivery delivery) {
        if (session.isStale()) {
            // It came for whoever had the names then, and may come to another who has them now.
            return;
        }
        if (hasEnded()) {
            listener.late(delivery);
        } else {
            listener.delivered(delivery);
        }
    }

    private void lostQueueOf(String what) {
        if (lost()) {
            losses.queue(what);
        }
    }

    private boolean lost() {
        boolean first = end();
        if (first) {
            AmqpThreads.run(connections.threads().notices, listener::lost);
        }
        return first;
    }

    @Override
    public String name() {
        return queue;
    }

    @Override
    public void close() {
        end();
    }

    /**
     * Returns what completes when all that had come to the queue until now has been handed on, and before anything that
     * comes later is; fails when the broker does not say so. One at a time.
     */
    CompletableFuture<Void> afterWhatCame() {
        try {
            // Answers and messages of one channel have one order.
            return channel().asyncCompletableRpc(new AMQP.Queue.Declare.Builder().queue(queue).passive(true).build())
                    .orTimeout(connections.timeoutMillis(), TimeUnit.MILLISECONDS)
                    .handle((answer, failure) -> {
                        if (failure != null) {
                            throw new CompletionException(AmqpErrors.status(failure).withCause(failure).asException());
                        }
                        return null;
                    });
        } catch (IOException | ShutdownSignalException e) {
            return CompletableFuture.failedFuture(AmqpErrors.status(e).withCause(e).asException());
        }
    }

    /** Says whether the owner needs the names no more, although they may not be free yet. */
    boolean isLeaving() {
        return hasEnded() || !listener.isWanted();
    }

    boolean hasEnded() {
        return state.get() == State.ENDED;
    }

    /** Completes when another can have the names, as far as that can be known. */
    CompletionStage<Void> gone() {
        return gone;
    }

    /** Completes when nothing that comes late is waited for. */
    CompletionStage<Void> quiet() {
        return quiet;
    }

    /**
     * Completes when it is no more waited for what is late, or once the broker has had so long for it.
     *
     * @param lateness how long what an exchange has for the owner may still come when the broker routes no more here
     */
    CompletableFuture<Void> quietAfter(Duration lateness) {
        return quiet.applyToEither(gone.thenCompose(free -> new CompletableFuture<Void>()
                .completeOnTimeout(null, lateness.toMillis(), TimeUnit.MILLISECONDS)), none -> none);
    }

    private boolean end() {
        State before = state.getAndSet(State.ENDED);
        if (before == State.OPEN) {
            giveUp();
        }
        return before != State.ENDED;
    }

    private void giveUp() {
        registration.close();
        if (session.isOver()) {
            // The broker may not answer any more; the end of the connection frees the names, too.
            releaseLater();
            return;
        }
        // The names first, and without waiting on a thread: somebody may want them at once.
        channel.ask(farewell().iterator())
                .orTimeout(connections.timeoutMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((deleted, failure) -> {
                    if (failure == null) {
                        gone.complete(null);
                        releaseAfterWhatIsLate();
                    } else {
                        releaseLater();
                    }
                });
    }

    /** What is sent to the next owner must not come here as well. */
    private Stream<Method> farewell() {
        return Stream.concat(unbinding.stream(),
                names.stream().map(name -> new AMQP.Queue.Delete.Builder().queue(name.queue()).build()));
    }

    private void releaseAfterWhatIsLate() {
        if (unbinding.isEmpty()) {
            releaseLater();
            return;
        }
        CompletableFuture<Void> late = new CompletableFuture<Void>()
                .completeOnTimeout(null, lateness.toMillis(), TimeUnit.MILLISECONDS);
        AmqpLink.Registration waiting = session.whenOver(() -> late.complete(null));
        late.thenRun(() -> {
            waiting.close();
            releaseLater();
        });
    }

    private void releaseLater() {
        AmqpThreads.run(connections.threads().closings, this::release);
    }

    /** Gives up what could not be opened completely; this waits for the broker. */
    void abandon() {
        state.set(State.ENDED);
        registration.close();
        release();
    }

    private void release() {
        quiet.complete(null);
        channel.release(queue);
        gone.completeOnTimeout(null, DOUBT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
