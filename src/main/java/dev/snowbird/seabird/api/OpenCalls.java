package dev.snowbird.seabird.api;

import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The unary calls in flight, so that a stop which can't wait for them any longer tells their callers. */
final class OpenCalls {

    private final Set<UnaryCall> open = ConcurrentHashMap.newKeySet();

    void add(UnaryCall call) {
        open.add(call);
    }

    void remove(UnaryCall call) {
        open.remove(call);
    }

    /** Ends all that have no answer yet. */
    void refuseAll(Status status) {
        List.copyOf(open).forEach(call -> call.refuse(status));
    }
}
