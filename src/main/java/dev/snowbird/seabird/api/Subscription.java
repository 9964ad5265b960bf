package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A stream of events that is asked for with one message, and stays open when its route has accepted it. */
final class Subscription extends OneRequest {

    private final RpcRoute route;
    private final GrpcStream stream;
    private final List<String> filters;

    Subscription(Rpc rpc, RpcRoute route, ServerCall<byte[], byte[]> call, GrpcStream stream, List<String> filters,
            Executor work) {
        super(rpc, call, work);
        this.route = route;
        this.stream = stream;
        this.filters = filters;
    }

    @Override
    void begin(Message message) {
        if (stream.isEnded()) {
            return;
        }
        RpcMessage request = new RpcMessage(Optional.of(message), stream.sender(), Optional.of(stream), filters);
        route.run(request, (body, failure) -> {
            if (failure == null) {
                stream.accept();
            } else {
                refuse(route.failures().of(failure));
            }
        });
    }

    @Override
    void refuse(Status status) {
        stream.end(status);
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
