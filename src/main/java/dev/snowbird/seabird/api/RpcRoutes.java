package dev.snowbird.seabird.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which RPCs have a running route. */
final class RpcRoutes {

    private final Map<String, RpcRoute> running = new ConcurrentHashMap<>();

    /**
     * Lets a route serve an RPC.
     *
     * @throws IllegalStateException when another one does
     */
    void add(Rpc rpc, RpcRoute route) {
        if (running.putIfAbsent(rpc.name(), route) != null) {
            throw new IllegalStateException("two routes begin with seabird-grpc:" + rpc.name());
        }
    }

    /** Takes a route out of service. */
    void remove(Rpc rpc, RpcRoute route) {
        running.remove(rpc.name(), route);
    }

    /** Returns the route of an RPC, if one is running. */
    Optional<RpcRoute> of(Rpc rpc) {
        return Optional.ofNullable(running.get(rpc.name()));
    }
}
