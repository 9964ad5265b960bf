package dev.snowbird.seabird.api;

import io.grpc.ServerCall;
import io.grpc.Status;

/** The end of a call that is refused before it has begun. */
final class RefusedCall {

    private RefusedCall() {
    }

    /** Ends the call with a status and no response headers, and returns what hears nothing more of it. */
    static <Q> ServerCall.Listener<Q> of(ServerCall<Q, ?> call, Status status) {
        call.close(status, RetryHint.trailers(status));
        return new ServerCall.Listener<>() { };
    }
}
