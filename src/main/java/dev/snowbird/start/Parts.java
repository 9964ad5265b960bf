package dev.snowbird.start;

import dev.snowbird.log.RootCause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open, to be closed again, the last opened first, and all of it within a time: each part has a patience of its
 * own, and together these are longer than an operator waits for a stop.
 */
public final class Parts {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    /** What each part gets when the time is over: enough for one that only frees what it has. */
    private static final Duration LEAST = Duration.ofMillis(50);

    private final Deque<Part> open = new ArrayDeque<>();

    private record Part(String name, AutoCloseable closing) {
    }

    /**
     * Adds a part.
     *
     * @param name    what operators call it
     * @param closing ends it; may take its time
     */
    public synchronized void push(String name, AutoCloseable closing) {
        open.push(new Part(name, closing));
    }

    /**
     * Closes all parts, and what does not end in time is left to end by itself. Returns at once when all are closed.
     *
     * @param limit how long this may take
     */
    public synchronized void close(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!open.isEmpty()) {
            Part part = open.pop();
            if (!close(part, Math.max(LEAST.toNanos(), end - System.nanoTime()))) {
                LOG.warn("The stop goes on without {}, which takes too long", part.name);
            }
        }
    }

    private static boolean close(Part part, long nanos) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                part.closing.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly: {}", part.name, RootCause.line(e));
            } finally {
                closed.countDown();
            }
        }, "stop-" + part.name.replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
