package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.seabird.chat.BackendId;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the queues of streams. A name belongs to the stream whose connection has the exclusive queue of that name, so
 * the broker decides who of several gets it, and frees it when its owner is gone, however that came.
 */
public final class StreamQueues {

    private static final Logger LOG = LoggerFactory.getLogger(StreamQueues.class);

    private final AmqpLink link;
    private final AmqpThreads threads;

    /** Makes and claims queues on a new hold. */
    @FunctionalInterface
    private interface Declaration {

        /** Returns the queue to consume. */
        String on(Channel channel) throws IOException, NameTakenException;
    }

    /** Opens a hold; this waits for the broker. */
    @FunctionalInterface
    private interface Opening {

        StreamHold on(LinkSession session) throws IOException, TimeoutException, StatusException;
    }

    /**
     * @param link the core's hold on the broker
     */
    public StreamQueues(AmqpLink link) {
        this.link = link;
        this.threads = link.connections().threads();
    }

    /**
     * Claims a plugin's commands, and opens a queue that gets every event from then on.
     *
     * @param commands the names to claim, all or none
     * @param listener gets the events
     * @return the queue when nothing can be missed any more; fails with {@link NameTakenException}, or with a
     *         {@link StatusException}: UNAVAILABLE without a broker, RESOURCE_EXHAUSTED when too much is being opened
     */
    public CompletionStage<StreamQueue> openPluginQueue(Collection<String> commands, StreamQueue.Listener listener) {
        if (commands.isEmpty()) {
            return open(session -> StreamHold.shared(session.events()), link.topology()::declarePluginQueue,
                    listener);
        }
        // All plugins claim in the same order, so of any that clash, one gets through.
        Collection<String> sorted = new TreeSet<>(commands);
        return open(session -> own(session, "plugin", threads.events), channel -> {
            for (String command : sorted) {
                claim(command, () -> link.topology().claimCommand(channel, command));
            }
            return link.topology().declarePluginQueue(channel);
        }, listener);
    }

    /**
     * Claims a backend's name with the queue that gets its requests.
     *
     * @param backend  the name
     * @param listener gets the requests
     * @return as {@link #openPluginQueue}
     */
    public CompletionStage<StreamQueue> openBackendQueue(BackendId backend, StreamQueue.Listener listener) {
        return open(session -> own(session, "backend", threads.deliveries), channel -> claim(backend.toString(),
                () -> link.topology().declareBackendQueue(channel, backend)), listener);
    }

    private StreamHold own(LinkSession session, String kind, ExecutorService deliveries)
            throws IOException, TimeoutException, StatusException {
        return StreamHold.own(link.connections(), session, "snowbird stream of a " + kind, deliveries);
    }

    private CompletionStage<StreamQueue> open(Opening opening, Declaration declaration,
            StreamQueue.Listener listener) {
        CompletableFuture<StreamQueue> opened = new CompletableFuture<>();
        try {
            LinkSession session = link.requireSession();
            threads.openings.execute(() -> {
                try {
                    opened.complete(openNow(session, opening, declaration, listener));
                } catch (StatusException | NameTakenException | RuntimeException e) {
                    opened.completeExceptionally(e);
                }
            });
        } catch (StatusException e) {
            opened.completeExceptionally(e);
        } catch (RejectedExecutionException e) {
            opened.completeExceptionally(
                    Status.RESOURCE_EXHAUSTED.withDescription("too many streams are being opened").asException());
        }
        return opened;
    }

    private StreamQueue openNow(LinkSession session, Opening opening, Declaration declaration,
            StreamQueue.Listener listener) throws StatusException, NameTakenException {
        try {
            StreamHold hold = opening.on(session);
            OpenStream stream = new OpenStream(hold, listener, threads);
            try {
                stream.start(declaration.on(hold.channel()), session);
                return stream;
            } catch (IOException | NameTakenException | RuntimeException e) {
                stream.abandon();
                throw e;
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.info("A stream's queue could not be opened: {}", AmqpErrors.describe(e));
            throw AmqpErrors.UNREACHABLE.withCause(e).asException();
        }
    }

    /** Declares what makes a name the stream's own. */
    @FunctionalInterface
    private interface Claim<T> {

        T declare() throws IOException;
    }

    private static <T> T claim(String name, Claim<T> claim) throws IOException, NameTakenException {
        try {
            return claim.declare();
        } catch (IOException | ShutdownSignalException e) {
            if (AmqpErrors.isTaken(e)) {
                throw new NameTakenException(name);
            }
            throw e;
        }
    }
}
