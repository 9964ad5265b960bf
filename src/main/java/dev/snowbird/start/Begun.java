package dev.snowbird.start;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something slow that a start needs later: begun on a thread of its own, beside what else there is to start, and waited
 * for where it is needed. Its failure is told there, too.
 *
 * @param <T> what comes of it
 */
public final class Begun<T> implements AutoCloseable {

    private final String name;
    private final Callable<T> work;
    private final Ending<T> ending;
    private FutureTask<T> task;

    /**
     * How it is ended.
     *
     * @param <T> what came of it
     */
    @FunctionalInterface
    public interface Ending<T> {

        /** Ends it. */
        void end(T result) throws Exception;
    }

    private Begun(String name, Callable<T> work, Ending<T> ending) {
        this.name = name;
        this.work = work;
        this.ending = ending;
        begin();
    }

    /**
     * Begins.
     *
     * @param name   what operators see in a list of threads
     * @param work   does it
     * @param ending ends what came of it
     */
    public static <T> Begun<T> now(String name, Callable<T> work, Ending<T> ending) {
        return new Begun<>(name, work, ending);
    }

    private void begin() {
        task = new FutureTask<>(work);
        DaemonThreads.named(name).newThread(task).start();
    }

    /**
     * Waits for it. What has failed is begun anew by the next call.
     *
     * @return what came of it
     * @throws Exception what it failed with
     */
    public synchronized T await() throws Exception {
        if (task == null) {
            begin();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            task = null;
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** Ends what came of it, once it has: what is ended half-way would leave something behind. */
    @Override
    public synchronized void close() throws Exception {
        T result;
        try {
            result = task == null ? null : task.get();
        } catch (ExecutionException toldBefore) {
            result = null;
        }
        task = null;
        if (result != null) {
            ending.end(result);
        }
    }
}
