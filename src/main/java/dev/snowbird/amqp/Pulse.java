package dev.snowbird.amqp;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that this process has not run for so long that the broker may have given away what it owns: it was frozen, or
 * starved. The broker tells so, but what it had sent before is read first. Whoever acts on that looks here, and so
 * does a clock that beats all the time; what either finds out stays so.
 */
final class Pulse {

    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Consumer<FrozenException> listener;
    /** When the clock has last beaten; written by its thread alone, and not after it has missed a beat. */
    private volatile long last;

    /** The process has not run for so long. */
    static final class FrozenException extends Exception {

        private static final long serialVersionUID = 1L;

        private FrozenException(Duration time) {
            super("this program did not run for %d s, and the broker may have given away its queues"
                    .formatted(Math.max(1, time.toSeconds())));
        }
    }

    /**
     * @param most     how long it may not run; the broker gives nothing away before
     * @param nanoTime tells time, as {@link System#nanoTime}
     * @param listener is told when it was longer; perhaps more than once, and must not block
     */
    Pulse(Duration most, LongSupplier nanoTime, Consumer<FrozenException> listener) {
        this.mostNanos = most.toNanos();
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.last = nanoTime.getAsLong();
    }

    /** Says that the process runs. To be called many times within the longest time. */
    void beat() {
        if (!isMissed()) {
            last = nanoTime.getAsLong();
        }
    }

    /** Returns whether the process has not run for too long, and tells the listener if so. */
    boolean isMissed() {
        long silent = nanoTime.getAsLong() - last;
        if (silent <= mostNanos) {
            return false;
        }
        listener.accept(new FrozenException(Duration.ofNanos(silent)));
        return true;
    }
}
