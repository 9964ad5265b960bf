package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A stream of what a backend sends: each message goes through the route, and the next one is asked for when the route
 * is done with it.
 */
final class Ingestion extends ServerCall.Listener<byte[]> {

    /** As many messages of one backend may be taken, one after the other, until other peers have their turn. */
    private static final int IN_A_ROW = 16;

    private final Rpc rpc;
    private final RpcRoutes routes;
    private final ServerCall<byte[], byte[]> call;
    private final GrpcStream stream;
    private final Executor work;
    /** Guarded by this, as a route may be done on any thread. */
    private boolean busy;
    private boolean halfClosed;
    private int asked;

    Ingestion(Rpc rpc, RpcRoutes routes, ServerCall<byte[], byte[]> call, GrpcStream stream, Executor work) {
        this.rpc = rpc;
        this.routes = routes;
        this.call = call;
        this.stream = stream;
        this.work = work;
        // Before the first message: clients wait for it (Seabird contract, section 1).
        stream.accept();
        call.request(1);
    }

    @Override
    public void onMessage(byte[] bytes) {
        setBusy(true);
        if (Rpc.isLong(bytes)) {
            work.execute(() -> take(bytes));
        } else {
            take(bytes);
        }
    }

    private void take(byte[] bytes) {
        Message message;
        try {
            message = rpc.decode(bytes);
        } catch (StatusException e) {
            stream.end(e.getStatus());
            return;
        }
        run(Optional.of(message));
    }

    @Override
    public void onHalfClose() {
        if (noteHalfClose()) {
            run(Optional.empty());
        }
    }

    private synchronized void setBusy(boolean now) {
        busy = now;
    }

    /** Returns whether all messages before it are done. */
    private synchronized boolean noteHalfClose() {
        halfClosed = true;
        return !busy;
    }

    private synchronized boolean isHalfClosed() {
        busy = false;
        return halfClosed;
    }

    private void run(Optional<Message> message) {
        if (stream.isEnded()) {
            return;
        }
        // Looked up each time: the route may have been exchanged meanwhile.
        routes.of(rpc).ifPresentOrElse(
                route -> route.run(RpcMessage.on(stream, message),
                        (body, failure) -> done(route, message.isPresent(), failure)),
                () -> stream.end(OpenStreams.STOPPING));
    }

    private void done(RpcRoute route, boolean mayGoOn, Throwable failure) {
        if (failure != null) {
            stream.end(route.failures().of(failure));
        } else if (!mayGoOn) {
            stream.end(Status.OK);
        } else if (isHalfClosed()) {
            run(Optional.empty());
        } else if (isOthersTurn()) {
            // From another thread it comes after what others have sent meanwhile.
            work.execute(() -> call.request(1));
        } else {
            call.request(1);
        }
    }

    /** A backend that sends much must not keep the thread that reads for others, too. */
    private synchronized boolean isOthersTurn() {
        asked++;
        return asked % IN_A_ROW == 0;
    }

    @Override
    public void onReady() {
        stream.flush();
    }

    @Override
    public void onCancel() {
        stream.cancelled();
    }
}
