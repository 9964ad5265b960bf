package dev.snowbird.rendezvous.statistics;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a client's poll came from.
 *
 * @param method  the way it came
 * @param address the client's address, as far as it is known
 */
public record ClientOrigin(RendezvousMethod method, Optional<InetAddress> address) {

    /** Both are needed, the address at least as an empty one. */
    public ClientOrigin {
        Objects.requireNonNull(method);
        Objects.requireNonNull(address);
    }

    /** Says the method only: addresses don't belong in logs. */
    @Override
    public String toString() {
        return "client over " + method;
    }
}
