package dev.snowbird.seabird.api;

import io.grpc.Status;
import io.grpc.StatusException;

/** Which names of users can be used, and what a peer is told of those that can't (Seabird contract, section 2). */
final class UserName {

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7F;

    private UserName() {
    }

    /** Says whether a character is printable ASCII. */
    static boolean isPlain(int character) {
        return character >= FIRST_PRINTABLE && character < DELETE;
    }

    /**
     * Refuses a stored name that can't be used. A tab can, as in the reference.
     *
     * @throws StatusException with what to tell the peer of one that can't
     */
    static void check(String stored) throws StatusException {
        if (stored.chars().anyMatch(character -> character < FIRST_PRINTABLE && character != '\t'
                || character == DELETE)) {
            throw Status.UNAUTHENTICATED.withDescription("invalid auth token username").asException();
        }
        if (stored.chars().anyMatch(character -> character > DELETE)) {
            throw Status.INTERNAL.withDescription("failed to parse tag").asException();
        }
    }
}
