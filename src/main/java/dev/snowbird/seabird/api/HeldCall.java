package dev.snowbird.seabird.api;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Keeps back what a peer does until the call has begun, which may be on another thread than gRPC's. Nobody asks for
 * messages before, so that is at most the ends of its two sides.
 *
 * @param <Q> what the peer sends
 */
final class HeldCall<Q> extends ServerCall.Listener<Q> {

    private final Queue<Consumer<ServerCall.Listener<Q>>> held = new ArrayDeque<>();
    private Optional<ServerCall.Listener<Q>> listener = Optional.empty();

    /** Passes on what was kept back, and then whatever comes. */
    void begin(ServerCall.Listener<Q> begun) {
        for (var next = nextOr(begun); next.isPresent(); next = nextOr(begun)) {
            next.get().accept(begun);
        }
    }

    private synchronized Optional<Consumer<ServerCall.Listener<Q>>> nextOr(ServerCall.Listener<Q> begun) {
        Optional<Consumer<ServerCall.Listener<Q>>> next = Optional.ofNullable(held.poll());
        if (next.isEmpty()) {
            listener = Optional.of(begun);
        }
        return next;
    }

    private void pass(Consumer<ServerCall.Listener<Q>> event) {
        begunOrHold(event).ifPresent(event);
    }

    private synchronized Optional<ServerCall.Listener<Q>> begunOrHold(Consumer<ServerCall.Listener<Q>> event) {
        if (listener.isEmpty()) {
            held.add(event);
        }
        return listener;
    }

    @Override
    public void onMessage(Q message) {
        pass(begun -> begun.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        pass(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        pass(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        pass(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        pass(ServerCall.Listener::onReady);
    }
}
