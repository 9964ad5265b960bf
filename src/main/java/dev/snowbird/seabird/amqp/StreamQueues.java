package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import dev.snowbird.seabird.chat.BackendId;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Opens the queues of streams. A name belongs to the stream whose connection has the exclusive queue of that name, so
 * the broker decides who of several gets it, and frees it when its owner is gone, however that came.
 */
public final class StreamQueues {

    private final BoundedLog log = new BoundedLog(StreamQueues.class);
    private final AmqpLink link;
    private final Topology topology;
    private final AmqpThreads threads;
    private final LostStreams losses;
    /** Which stream of this core has which name, or had it until just now. */
    private final ConcurrentMap<String, OpenStreamQueue> owners = new ConcurrentHashMap<>();

    /** Makes and claims the queues of a new stream. */
    @FunctionalInterface
    private interface Declaration {

        /** Leaves the stream open. */
        void on(OpenStreamQueue stream) throws IOException, NameTakenException, LeavingException;
    }

    /** Opens a hold; this waits for the broker. */
    @FunctionalInterface
    private interface Opening {

        StreamChannel on(LinkConnections session) throws IOException, TimeoutException, StatusException;
    }

    /** A name is still that of a stream of this core which needs it no more. */
    private static final class LeavingException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient CompletionStage<Void> gone;

        LeavingException(OpenStreamQueue owner) {
            this.gone = owner.gone();
        }
    }

    /**
     * @param link the core's hold on the broker
     */
    public StreamQueues(AmqpLink link) {
        this.link = link;
        this.topology = link.topology();
        this.threads = link.connections().threads();
        this.losses = new LostStreams(threads);
    }

    /**
     * Claims a plugin's commands, and opens a queue that gets every event from then on.
     *
     * @param commands the names to claim, all or none
     * @param listener gets the events
     * @return the queue when nothing can be missed any more; fails with {@link NameTakenException}, or with a
     *         {@link StatusException}: UNAVAILABLE without a broker, RESOURCE_EXHAUSTED when too much is being opened,
     *         CANCELLED when the listener wants it no more
     */
    public CompletionStage<StreamQueue> openPluginQueue(Collection<String> commands, StreamQueue.Listener listener) {
        // All plugins claim in the same order, so of any that clash, one gets through.
        Collection<String> sorted = new TreeSet<>(commands);
        Opening opening = sorted.isEmpty() ? session -> StreamChannel.shared(session.events())
                : session -> own(session, "plugin", threads.events);
        return open(opening, stream -> {
            for (String command : sorted) {
                String queue = topology.names().commandQueue(command);
                claim(stream, queue, command, () -> topology.claimCommand(stream.channel(), command));
                stream.guard(queue, "the command " + LogText.of(command));
            }
            stream.start(topology.declarePluginQueue(stream.channel()), "a plugin's events");
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
        String queue = topology.names().backendQueue(backend);
        return open(session -> own(session, "backend", threads.deliveries), stream -> {
            claim(stream, queue, backend.toString(), () -> topology.declareBackendQueue(stream.channel(), backend));
            stream.start(queue, "the backend " + LogText.of(backend.toString()));
        }, listener);
    }

    private StreamChannel own(LinkConnections session, String kind, ExecutorService deliveries)
            throws IOException, TimeoutException, StatusException {
        return StreamChannel.own(link.connections(), session, "snowbird stream of a " + kind, deliveries);
    }

    private CompletionStage<StreamQueue> open(Opening opening, Declaration declaration,
            StreamQueue.Listener listener) {
        CompletableFuture<StreamQueue> opened = new CompletableFuture<>();
        open(opening, declaration, listener, opened);
        return opened;
    }

    private void open(Opening opening, Declaration declaration, StreamQueue.Listener listener,
            CompletableFuture<StreamQueue> opened) {
        try {
            LinkConnections session = link.requireSession();
            threads.openings.execute(() -> {
                try {
                    opened.complete(openNow(session, opening, declaration, listener));
                } catch (LeavingException e) {
                    e.gone.thenRun(() -> open(opening, declaration, listener, opened));
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
    }

    private StreamQueue openNow(LinkConnections session, Opening opening, Declaration declaration,
            StreamQueue.Listener listener) throws StatusException, NameTakenException, LeavingException {
        if (!listener.isWanted()) {
            throw Status.CANCELLED.withDescription("the peer is gone").asException();
        }
        try {
            OpenStreamQueue stream = new OpenStreamQueue(opening.on(session), listener, session, link.connections(), losses);
            stream.gone().thenRun(() -> stream.names().forEach(name -> owners.remove(name, stream)));
            try {
                declaration.on(stream);
                return stream;
            } catch (IOException | NameTakenException | LeavingException | RuntimeException e) {
                stream.abandon();
                throw e;
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            log.info("A stream's queue could not be opened: {}", AmqpErrors.describe(e));
            throw AmqpErrors.status(e).withCause(e).asException();
        }
    }

    /** Declares what makes a name the stream's own. */
    @FunctionalInterface
    private interface Claim {

        void declare() throws IOException;
    }

    /**
     * Claims a name. The owner is looked up before: one that frees the name meanwhile is not known afterwards.
     */
    private void claim(OpenStreamQueue stream, String queue, String name, Claim claim)
            throws IOException, NameTakenException, LeavingException {
        OpenStreamQueue owner = owners.get(queue);
        try {
            claim.declare();
        } catch (IOException | ShutdownSignalException e) {
            if (!AmqpErrors.isTaken(e)) {
                throw e;
            }
            if (owner != null && owner.isLeaving()) {
                throw new LeavingException(owner);
            }
            throw new NameTakenException(name);
        }
        stream.own(queue);
        owners.put(queue, stream);
    }
}
