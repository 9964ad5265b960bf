package dev.snowbird.rendezvous.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this program did not run a moment ago: its process was stopped, or its machine hung. What it reads then has
 * waited for nobody knows how long, for the clocks of nodes differ, and the clients of the offers among it may be gone.
 */
final class Stalls {

    /** Longer than between two of the beats, and less than a client waits. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** How long it takes until all is read that has waited. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private volatile boolean running;
    private volatile long lastBeat;
    private volatile long doubtUntil;

    /**
     * @param nanoTime the monotonic clock, in nanoseconds
     */
    Stalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The program runs; to be told of that at least once a second, by one thread at a time. */
    void beat() {
        long now = nanoTime.getAsLong();
        if (running && pausedUntil(now)) {
            doubtUntil = now + DOUBT.toNanos();
        } else if (!running) {
            doubtUntil = now;
        }
        // After the doubt, so that whoever sees this beat sees that, too.
        lastBeat = now;
        running = true;
    }

    /** Says whether there was such a pause just now, whether or not the first beat after it has been told. */
    boolean isInDoubt() {
        long now = nanoTime.getAsLong();
        return running && (pausedUntil(now) || now - doubtUntil < 0);
    }

    private boolean pausedUntil(long now) {
        return now - lastBeat > LONGEST_PAUSE.toNanos();
    }
}
