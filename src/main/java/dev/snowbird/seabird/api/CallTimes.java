package dev.snowbird.seabird.api;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts unary calls and the time they take, refused ones included, as the timer {@code seabird.calls}. */
final class CallTimes implements ServerInterceptor {

    private final MeterRegistry meters;
    /** To find one in the registry takes longer than to use it. */
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

    private record Ended(String rpc, Status.Code status) {
    }

    CallTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()
                || !call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        Timing timing = new Timing(call.getMethodDescriptor().getBareMethodName());
        return new SimpleForwardingServerCallListener<Q>(next.startCall(new SimpleForwardingServerCall<Q, R>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                timing.stop(status);
                super.close(status, trailers);
            }
        }, headers)) {
            @Override
            public void onCancel() {
                timing.stop(Status.CANCELLED);
                super.onCancel();
            }
        };
    }

    private Timer timer(Ended ended) {
        return meters.timer("seabird.calls", "rpc", ended.rpc(), "status", ended.status().name());
    }

    private final class Timing {

        private final String rpc;
        private final Timer.Sample sample = Timer.start(meters);
        private final AtomicBoolean stopped = new AtomicBoolean();

        Timing(String rpc) {
            this.rpc = rpc;
        }

        /** Counts the call, unless that was done: a call that is closed may yet be cancelled. */
        void stop(Status status) {
            if (stopped.compareAndSet(false, true)) {
                sample.stop(timers.computeIfAbsent(new Ended(rpc, status.getCode()), CallTimes.this::timer));
            }
        }
    }
}
