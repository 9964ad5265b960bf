package dev.snowbird.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer's end of a stream, message by message.
 *
 * @param <S> what the peer sends
 * @param <R> what it receives
 */
abstract class PeerStream<S, R> extends ClientCall.Listener<R> implements AutoCloseable {

    private final ClientCall<S, R> call;
    private final CompletableFuture<Void> headers = new CompletableFuture<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final BlockingQueue<R> received = new LinkedBlockingQueue<>();

    public PeerStream(Channel core, MethodDescriptor<S, R> method) {
        call = core.newCall(method, CallOptions.DEFAULT);
    }

    /** Opens the stream, and takes so many messages. */
    public final void start(int reads) {
        call.start(this, new Metadata());
        call.request(reads);
    }

    /** Sends a message; several threads may. */
    public final synchronized void send(S message) {
        call.sendMessage(message);
    }

    public final void halfClose() {
        call.halfClose();
    }

    /** Reads on after all: a client hears of the end of its stream only after all that was sent before. */
    public final void readOn() {
        call.request(Integer.MAX_VALUE);
    }

    /** Completes with the response headers. */
    public final CompletableFuture<Void> headers() {
        return headers;
    }

    /** Whether the response headers have come. */
    public final boolean hasHeaders() {
        return headers.isDone();
    }

    /** Waits for the response headers or the end; returns whether the headers came. */
    public final boolean isAccepted() {
        CompletableFuture.anyOf(headers, end).orTimeout(Broker.patience().toSeconds(), TimeUnit.SECONDS).join();
        return hasHeaders();
    }

    public final void awaitHeaders() {
        if (!isAccepted()) {
            throw new AssertionError("the stream was refused: " + end.join());
        }
    }

    /** The next message. */
    public final R next() throws InterruptedException {
        R message = received.poll(Broker.patience().toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came; the stream: " + end.getNow(null));
        }
        return message;
    }

    /** How many messages wait to be looked at. */
    public final int waiting() {
        return received.size();
    }

    /** How the stream ended. */
    public final Status awaitEnd() {
        return end.orTimeout(Broker.patience().toSeconds(), TimeUnit.SECONDS).join();
    }

    public final boolean hasEnded() {
        return end.isDone();
    }

    /** Ends the stream as a peer does that goes. */
    public final void cancel() {
        call.cancel("gone", null);
    }

    @Override
    public final void close() {
        cancel();
    }

    @Override
    public final void onHeaders(Metadata sent) {
        headers.complete(null);
    }

    @Override
    public void onMessage(R message) {
        received.add(message);
    }

    @Override
    public final void onClose(Status status, Metadata trailers) {
        end.complete(status);
    }
}
