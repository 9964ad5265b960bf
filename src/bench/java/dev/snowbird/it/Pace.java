package dev.snowbird.it;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How often something can be done in a second: after a time to warm up, for so long or so many times at most. */
final class Pace {

    /** Events that are under way at once: far fewer than a plugin may fall behind. */
    static final int BATCH = 50;

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int MOST = 500_000;
    private static final long PATIENCE_SECONDS = 10;

    private Pace() {
    }

    /** Begins an operation. */
    @FunctionalInterface
    interface Operation {

        /** Returns at once; what it is given is run when the operation is done. */
        void begin(Runnable done) throws Exception;
    }

    /** Something done before it returns. */
    @FunctionalInterface
    interface Batch {

        void run() throws Exception;
    }

    /** Does so many at once. */
    static double perSecond(int atOnce, Operation operation) throws Exception {
        run(atOnce, operation, WARM_UP_NANOS);
        return run(atOnce, operation, NANOS);
    }

    private static double run(int atOnce, Operation operation, long nanos) throws Exception {
        Semaphore free = new Semaphore(atOnce);
        long start = System.nanoTime();
        int number = 0;
        while (number < MOST && System.nanoTime() - start < nanos) {
            acquire(free, 1);
            operation.begin(free::release);
            number++;
        }
        acquire(free, atOnce);
        return number * 1e9 / (System.nanoTime() - start);
    }

    private static void acquire(Semaphore free, int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("something that was begun is not done");
        }
    }

    /** Does one after the other. */
    static double batchesPerSecond(Batch batch) throws Exception {
        return perSecond(1, done -> {
            batch.run();
            done.run();
        });
    }
}
