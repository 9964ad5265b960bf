package dev.snowbird.seabird.api;

import java.util.function.BiConsumer;

/** The running route that serves an RPC. */
interface RpcRoute {

    /**
     * Runs the route once, without holding the thread while the route waits.
     *
     * @param message what with
     * @param done    gets the body that the route left, or else what it failed with; on any thread
     */
    void run(RpcMessage message, BiConsumer<Object, Throwable> done);

    /** Returns how far receivers of the RPC's streams may fall behind. */
    StreamBounds bounds();

    /** Tells what a peer hears when the route fails. */
    FailureStatus failures();
}
