package dev.snowbird.seabird.api;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Begins the calls of one RPC, which have shown a good token, when it has a running route. */
final class CallStart implements ServerCallHandler<byte[], byte[]> {

    private static final Metadata.Key<String> FILTER =
            Metadata.Key.of("x-seabird-filter", Metadata.ASCII_STRING_MARSHALLER);

    private final Rpc rpc;
    private final RpcRoutes routes;
    private final OpenStreams streams;
    private final OpenCalls calls;
    private final Executor work;

    /**
     * @param rpc     which it is
     * @param routes  the routes that run
     * @param streams gets the streams that are opened
     * @param calls   gets the unary calls that are open
     * @param work    runs what would keep the thread that reads for longer than others should wait
     */
    CallStart(Rpc rpc, RpcRoutes routes, OpenStreams streams, OpenCalls calls, Executor work) {
        this.rpc = rpc;
        this.routes = routes;
        this.streams = streams;
        this.calls = calls;
        this.work = work;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        Optional<RpcRoute> route = routes.of(rpc);
        if (route.isEmpty()) {
            return RefusedCall.of(call, Status.UNIMPLEMENTED);
        }
        try {
            return start(call, headers, route.get(), Authentication.USER.get());
        } catch (StatusException e) {
            return RefusedCall.of(call, e.getStatus());
        }
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers, RpcRoute route,
            TokenUser user) throws StatusException {
        return switch (rpc.type()) {
            case UNARY -> {
                UnaryCall unary = new UnaryCall(rpc, route, call, user.name(), calls, work);
                MessageLimit.whenExceeded(unary::refuse);
                yield unary;
            }
            case SERVER_STREAMING ->
                    new Subscription(rpc, route, call, open(call, route, user.name()), filters(headers, user), work);
            case BIDI_STREAMING -> new Ingestion(rpc, routes, call, open(call, route, user.name()), work);
            default -> throw new IllegalStateException(rpc.name() + " is of a kind that Seabird does not have");
        };
    }

    /** Returns what the peer says of the events that it wants, or else its token. */
    private static List<String> filters(Metadata headers, TokenUser user) {
        Iterable<String> own = headers.getAll(FILTER);
        if (own == null) {
            return user.filter().stream().toList();
        }
        List<String> filters = new ArrayList<>();
        own.forEach(filters::add);
        return filters;
    }

    private GrpcStream open(ServerCall<byte[], byte[]> call, RpcRoute route, String sender) throws StatusException {
        GrpcStream stream = streams.open(rpc, call, sender, route.bounds());
        MessageLimit.whenExceeded(stream::end);
        return stream;
    }
}
