package dev.snowbird.start;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that carry offers from one wait to the next. Nothing that runs on them blocks, so a few are enough
 * for any number of offers.
 */
public final class WorkThreads {

    private static final int LEAST = 4;

    private WorkThreads() {
    }

    public static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory named = work -> {
            Thread thread = new Thread(work, "snowbird-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return Executors.newFixedThreadPool(Math.max(LEAST, Runtime.getRuntime().availableProcessors()), named);
    }
}
