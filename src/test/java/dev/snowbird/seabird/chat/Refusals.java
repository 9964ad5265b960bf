package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusException;
import org.junit.jupiter.api.function.Executable;

/** Statuses that peers are told, as the contract writes them. */
final class Refusals {

    private Refusals() {
    }

    /** Asserts that a step ends with exactly a status such as {@code NOT_FOUND: unknown backend}. */
    static void assertRefused(String status, Executable step) {
        assertEquals(status, describe(assertThrows(StatusException.class, step)));
    }

    /** Returns a status in the same form. */
    static String describe(StatusException refused) {
        Status status = refused.getStatus();
        return status.getCode() + ": " + status.getDescription();
    }
}
