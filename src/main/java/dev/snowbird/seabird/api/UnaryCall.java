package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that is answered by one run of its route. */
final class UnaryCall extends OneRequest {

    private final Rpc rpc;
    private final RpcRoute route;
    private final ServerCall<byte[], byte[]> call;
    private final String sender;
    /** Has this one for as long as it is open. */
    private final OpenCalls calls;
    private final AtomicBoolean over = new AtomicBoolean();

    UnaryCall(Rpc rpc, RpcRoute route, ServerCall<byte[], byte[]> call, String sender, OpenCalls calls,
            Executor work) {
        super(rpc, call, work);
        this.rpc = rpc;
        this.route = route;
        this.call = call;
        this.sender = sender;
        this.calls = calls;
        calls.add(this);
    }

    @Override
    void begin(Message message) {
        if (over.get()) {
            return;
        }
        route.run(new RpcMessage(Optional.of(message), sender, Optional.empty(), List.of()), this::answer);
    }

    private void answer(Object body, Throwable failure) {
        if (over.get()) {
            return;
        }
        if (failure != null) {
            refuse(route.failures().of(failure));
            return;
        }
        rpc.encode(body).ifPresentOrElse(this::respond, () -> refuse(route.failures().mistake(
                "the route left a %s as the response".formatted(body.getClass().getName()))));
    }

    private void respond(byte[] response) {
        if (over.compareAndSet(false, true)) {
            call.sendHeaders(new Metadata());
            call.sendMessage(response);
            call.close(Status.OK, new Metadata());
        }
    }

    @Override
    void refuse(Status status) {
        if (over.compareAndSet(false, true)) {
            call.close(status, RetryHint.trailers(status));
        }
    }

    @Override
    public void onComplete() {
        calls.remove(this);
    }

    /** Has the route's result dropped when it comes. */
    @Override
    public void onCancel() {
        over.set(true);
        calls.remove(this);
    }
}
