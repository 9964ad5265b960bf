package dev.snowbird.amqp;

import dev.snowbird.start.DaemonThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The threads of everything that speaks AMQP, however many connections there are. Where a thread waits for the
 * broker, others that must go on have threads of their own.
 */
public final class AmqpThreads implements AutoCloseable {

    private static final int OPENING_THREADS = 8;
    /** As many streams as a core may have; more at once would wait for longer than their clients do. */
    private static final int MAX_OPENINGS = 2000;
    private static final int LEASE_QUEUE = 1000;
    /** More than come back at once when another node dies. */
    static final int MAX_STRAYS = 20_000;
    private static final int FEW = 4;
    private static final long IDLE_SECONDS = 10;

    /** Runs what consumers are told on the threads that read from the broker; nothing of it blocks. */
    final ExecutorService inPlace = new InPlace();
    /** Runs what follows a loss, or has waited for room; nothing on it blocks, and it must take everything. */
    final ExecutorService notices = pool("amqp-notice", 2, new LinkedBlockingQueue<>());
    /**
     * Tells of messages that come back or too late, of which peers can cause any number. That may log, and a log may
     * block; what is too much is dropped.
     */
    final ExecutorService strays = pool("amqp-stray", 1, new LinkedBlockingQueue<>(MAX_STRAYS));
    /** Opens owned queues; it waits for the broker, and refuses what is too much. */
    final ExecutorService openings = pool("amqp-open", OPENING_THREADS, new ArrayBlockingQueue<>(MAX_OPENINGS));
    /** Closes what was opened; it waits for the broker, and must take everything. */
    final ExecutorService closings = pool("amqp-close", FEW, new LinkedBlockingQueue<>());
    /** Makes reply queues; it waits for the broker, and refuses what is too much. */
    final ExecutorService leases = pool("amqp-lease", 1, new ArrayBlockingQueue<>(LEASE_QUEUE));
    /** The same for those that do not answer, so that others need not wait for it. */
    final ExecutorService suspectLeases = pool("amqp-lease-suspect", 1, new ArrayBlockingQueue<>(LEASE_QUEUE));
    /** Deletes reply queues; it waits for the broker, and must take everything, but not hold up other closing. */
    final ExecutorService retirements = pool("amqp-retire", 1, new LinkedBlockingQueue<>());
    /** Connects again; it waits for the broker. */
    final ScheduledExecutorService connecting = scheduler("amqp-connect", 1);
    /** Writes what a broker did not take at once, as long as it does not: for this session, and one that has ended. */
    final ExecutorService writing = pool("amqp-writing", 2, new LinkedBlockingQueue<>());
    /** Ends waits; nothing on it blocks. */
    final ScheduledExecutorService timeouts = scheduler("amqp-timeout", 1);
    /** Sends the client library's heartbeats. */
    final ScheduledExecutorService heartbeats = scheduler("amqp-heartbeat", 2);
    /** The client library waits on the first for what the second does, so they can't be one. */
    final ExecutorService socketCloses = forClient("amqp-socket", FEW * 2);
    final ExecutorService connectionEnds = forClient("amqp-end", FEW);

    /** What it would do after the end is dropped in silence: the client library takes a refusal for an error. */
    private static ExecutorService forClient(String name, int threads) {
        ThreadPoolExecutor pool = pool(name, threads, new LinkedBlockingQueue<>());
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return pool;
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue,
                DaemonThreads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ScheduledExecutorService scheduler(String name, int threads) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(threads, DaemonThreads.named(name));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    /** Runs something, unless the threads have too much to do for it or have ended: then it has no use any more. */
    public static void run(Executor executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException ended) {
            // Everything that it would free is gone with the connections.
        }
    }

    /** Ends the threads that open something. */
    void stopOpening() {
        Stream.of(connecting, openings, leases, suspectLeases).forEach(ExecutorService::shutdownNow);
    }

    /** Lets what is being closed be closed, for so long. */
    void finishClosings(long millis) {
        closings.shutdown();
        try {
            if (!closings.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                closings.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all threads; what waits for the broker is interrupted. */
    @Override
    public void close() {
        Stream.of(connecting, timeouts, openings, leases, suspectLeases, retirements, closings, heartbeats, notices,
                strays, writing, connectionEnds, socketCloses).forEach(ExecutorService::shutdownNow);
    }
}
