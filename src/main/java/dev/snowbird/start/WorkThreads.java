package dev.snowbird.start;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The few threads that carry offers from one wait to the next. Nothing that runs on them blocks, so a few are enough
 * for any number of offers.
 */
public final class WorkThreads {

    private static final int LEAST = 4;

    private WorkThreads() {
    }

    /** Starts them; they end with the program, or when they are shut down. */
    public static ExecutorService start() {
        return Executors.newFixedThreadPool(Math.max(LEAST, Runtime.getRuntime().availableProcessors()),
                DaemonThreads.named("snowbird"));
    }
}
