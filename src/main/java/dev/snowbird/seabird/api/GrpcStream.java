package dev.snowbird.seabird.api;

import dev.snowbird.log.RootCause;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open stream to a plugin or a chat backend, whichever thread uses it. No method waits for the peer.
 */
public final class GrpcStream {

    /** What a peer is told that does not take what it asked for. */
    public static final Status TOO_FAR_BEHIND = Status.INTERNAL.withDescription("client fell too far behind");

    private static final Logger LOG = LoggerFactory.getLogger(GrpcStream.class);

    private final ServerCall<byte[], byte[]> call;
    private final String sender;
    private final StreamBounds bounds;
    private final PeersBacklog backlog;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
    /** Guards all below and every use of the call, which takes one at a time only. Nothing foreign runs under it. */
    private final Object lock = new Object();
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private final List<Runnable> endings = new ArrayList<>();
    private long waitingBytes;
    /** What the transport was given since it was last ready for more, and when it was given the last of it. */
    private long unsentBytes;
    private long lastSent = System.nanoTime();
    /** What the backlog of all peers knows of this one. */
    private long notedBytes;
    private boolean accepted;
    private volatile boolean ended;
    private volatile boolean fellBehind;
    /** What to tell the peer when it has taken what the transport has. */
    private Optional<Status> closing = Optional.empty();

    GrpcStream(ServerCall<byte[], byte[]> call, String sender, StreamBounds bounds, PeersBacklog backlog) {
        this.call = call;
        this.sender = sender;
        this.bounds = bounds;
        this.backlog = backlog;
    }

    /** Returns the name of the user whose token the peer presented. */
    public String sender() {
        return sender;
    }

    /**
     * Sends the response headers, and then the messages that came before. Clients wait for the headers (Seabird
     * contract, section 1). More than once is the same as once.
     */
    public void accept() {
        synchronized (lock) {
            if (!accepted && !ended) {
                accepted = true;
                call.sendHeaders(new Metadata());
                flush();
            }
        }
    }

    /**
     * Sends a message when the peer takes it, after those that were sent before.
     *
     * @param message the encoded message, which must not change any more
     * @return whether that will be; not when the peer fell too far behind, which is for the caller to act on, nor when
     *     the stream has ended
     */
    public boolean send(byte[] message) {
        return send(Outgoing.always(message));
    }

    /**
     * Sends a message as {@link #send(byte[])} does, but drops it when the peer does not take it in time.
     *
     * @param message the encoded message, which must not change any more
     * @param within  how long it is of use
     * @return as {@link #send(byte[])}
     */
    public boolean send(byte[] message, Duration within) {
        return send(Outgoing.within(message, within));
    }

    private boolean send(Outgoing message) {
        synchronized (lock) {
            dropStale();
            if (ended || !bounds.allow(waiting.size(), waitingBytes, message.bytes())) {
                return false;
            }
            waiting.add(message);
            waitingBytes += message.bytes().length;
            flush();
        }
        backlog.relieve();
        return true;
    }

    /** Looks no further than the first that is of use: what comes later is of use for longer. */
    private void dropStale() {
        while (!waiting.isEmpty() && waiting.peek().isStale()) {
            waitingBytes -= waiting.remove().bytes().length;
        }
    }

    /** Sends what the transport takes. gRPC tells when it takes more, once it has said that it does not. */
    void flush() {
        synchronized (lock) {
            dropStale();
            while (accepted && !waiting.isEmpty() && call.isReady()) {
                byte[] next = waiting.remove().bytes();
                waitingBytes -= next.length;
                unsentBytes += next.length;
                lastSent = System.nanoTime();
                call.sendMessage(next);
            }
            if (unsentBytes > 0 && call.isReady()) {
                unsentBytes = 0;
            }
            if (closing.isPresent() && unsentBytes == 0) {
                Status told = closing.get();
                closing = Optional.empty();
                run(() -> call.close(told, RetryHint.trailers(told)));
            }
            note();
        }
    }

    private void note() {
        long now = waitingBytes + unsentBytes;
        backlog.note(this, notedBytes, now);
        notedBytes = now;
    }

    /** Says whether there is something for the peer behind what it has not taken yet. */
    boolean lags() {
        synchronized (lock) {
            return closing.isPresent() || !waiting.isEmpty();
        }
    }

    /** Returns how long ago the transport was last given something, in nanoseconds. */
    long age() {
        synchronized (lock) {
            return System.nanoTime() - lastSent;
        }
    }

    /**
     * Frees the memory that a lagging peer takes: drops what waits if that is of use for a time only, else ends the
     * stream; and when it has ended already, drops what the transport has.
     */
    void giveUp() {
        synchronized (lock) {
            if (closing.isPresent()) {
                closing = Optional.empty();
                unsentBytes = 0;
                note();
                call.sendMessage(RawBytes.UNWRITABLE);
                return;
            }
            if (waiting.stream().allMatch(message -> message.until().isPresent())) {
                waiting.clear();
                waitingBytes = 0;
                note();
                return;
            }
        }
        end(TOO_FAR_BEHIND);
    }

    /**
     * Ends the stream, unless it has ended. Messages that still wait here are dropped; those that the transport has
     * go out before the status, unless their memory is needed before the peer takes them.
     *
     * @param status what the peer is told; its cause stays here
     */
    public void end(Status status) {
        finish(Optional.of(status));
    }

    /** Notes that the peer has ended the stream, or is gone. */
    void cancelled() {
        finish(Optional.empty());
        synchronized (lock) {
            closing = Optional.empty();
            unsentBytes = 0;
            note();
        }
    }

    private void finish(Optional<Status> status) {
        List<Runnable> toRun;
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
            waitingBytes = 0;
            toRun = List.copyOf(endings);
            endings.clear();
            fellBehind = status.filter(TOO_FAR_BEHIND::equals).isPresent();
            closing = status;
            flush();
        }
        toRun.forEach(GrpcStream::run);
    }

    /** Says whether the stream has ended because its peer did not read. */
    boolean fellTooFarBehind() {
        return fellBehind;
    }

    /**
     * Has something done when the stream ends, whoever ends it; at once when it has ended. It is done once, on the
     * thread that ends the stream, and must not block.
     *
     * @param ending what to do
     */
    public void onEnd(Runnable ending) {
        synchronized (lock) {
            if (!ended) {
                endings.add(ending);
                return;
            }
        }
        run(ending);
    }

    /** None may keep the others from being done. */
    private static void run(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException e) {
            LOG.error("What follows the end of a stream failed: {}", RootCause.line(e));
            LOG.debug("Where it failed", e);
        }
    }

    /** Says whether the stream has ended, so that nothing sent will arrive any more. */
    public boolean isEnded() {
        return ended;
    }

    /**
     * Remembers what belongs to the stream, in place of what was attached of the same class.
     *
     * @param value what to remember
     * @param <T>   its type
     */
    public <T> void attach(T value) {
        attachments.put(value.getClass(), value);
    }

    /**
     * Returns what was attached.
     *
     * @param type the very class of it
     * @param <T>  that class
     * @return what was attached of that class, if anything was
     */
    public <T> Optional<T> attachment(Class<T> type) {
        return Optional.ofNullable(type.cast(attachments.get(type)));
    }
}
