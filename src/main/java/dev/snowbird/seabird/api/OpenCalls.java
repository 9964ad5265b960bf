package dev.snowbird.seabird.api;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All unary calls in flight, and their end when core stops. */
final class OpenCalls {

    private final Set<UnaryCall> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Takes in a call that begins; one that comes when all have been ended is ended at once. */
    void add(UnaryCall call) {
        open.add(call);
        if (stopping) {
            call.refuse(OpenStreams.STOPPING);
        }
    }

    /** Forgets a call of which its client has heard the end, or wants to hear no more. */
    void remove(UnaryCall call) {
        open.remove(call);
    }

    /** Ends all calls, and from now on every new one at once. One that was only dropped would look cancelled. */
    void endAll() {
        stopping = true;
        open.forEach(call -> call.refuse(OpenStreams.STOPPING));
    }

    /** Returns how many there are. */
    int count() {
        return open.size();
    }
}
