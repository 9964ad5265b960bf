package dev.snowbird.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what must happen soon, on a busy machine, too. */
final class Until {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 5;

    private Until() {
    }

    /**
     * Looks again and again.
     *
     * @param what in words, for who waits in vain
     * @param look finds it, or nothing yet
     */
    static <T> T found(String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("waited in vain: " + what);
    }
}
