package dev.snowbird.amqp;

import java.util.concurrent.TimeUnit;

/** How long to wait before the broker is tried again: longer each time, until a connection has lasted a while. */
final class Backoff {

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5000;
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long millis = FIRST_MILLIS;
    private long connectedAt = System.nanoTime();
    private boolean connected;

    synchronized void connected() {
        connected = true;
        connectedAt = System.nanoTime();
    }

    /** Returns the milliseconds to wait now. */
    synchronized long nextMillis() {
        if (connected && System.nanoTime() - connectedAt > LASTING_NANOS) {
            millis = FIRST_MILLIS;
        }
        connected = false;
        long now = millis;
        millis = Math.min(LONGEST_MILLIS, millis * 2);
        return now;
    }
}
