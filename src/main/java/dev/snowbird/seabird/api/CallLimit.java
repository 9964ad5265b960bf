package dev.snowbird.seabird.api;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;

/** Bounds how many calls of the standard services are open at once: anybody may watch the health of a server. */
final class CallLimit implements ServerInterceptor {

    /** Plenty for the load balancers and tools that make such calls. */
    static final int STANDARD_CALLS = 100;

    private final Semaphore free;

    CallLimit(int most) {
        free = new Semaphore(most);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        if (!free.tryAcquire()) {
            return RefusedCall.of(call, Status.RESOURCE_EXHAUSTED.withDescription("too many open calls"));
        }
        Connection connection = Connection.of(call);
        connection.begin();
        // Of the two below, every call gets exactly one, once it has begun.
        return new SimpleForwardingServerCallListener<Q>(begin(connection, call, headers, next)) {
            @Override
            public void onComplete() {
                end(connection);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                end(connection);
                super.onCancel();
            }
        };
    }

    private <Q, R> ServerCall.Listener<Q> begin(Connection connection, ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        boolean begun = false;
        try {
            ServerCall.Listener<Q> listener = next.startCall(call, headers);
            begun = true;
            return listener;
        } finally {
            if (!begun) {
                end(connection);
            }
        }
    }

    private void end(Connection connection) {
        free.release();
        connection.end();
    }
}
