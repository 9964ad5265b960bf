package dev.snowbird.start;

import dev.snowbird.log.RootCause;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * How long a start waits. What is merely slow, as everything is on a busy machine, is tried again until a limit for the
 * whole; meanwhile the log tells what the start waits for. At the limit the thread that starts is interrupted.
 */
public final class StartPatience implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartPatience.class);
    private static final Set<Class<?>> SLOWNESS = Set.of(TimeoutException.class, SocketTimeoutException.class,
            ApiCallTimeoutException.class, ApiCallAttemptTimeoutException.class);

    private final String told;
    private final Thread starting = Thread.currentThread();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            DaemonThreads.named("start-patience"));
    private volatile String step = "nothing yet";
    private volatile boolean over;

    /** Something that a start waits for. */
    @FunctionalInterface
    public interface Attempt<T> {

        /**
         * Tries it.
         *
         * @param number 0 at first, 1 when it was too slow once, and so on: for those that should take longer then
         */
        T run(int number) throws Exception;
    }

    /**
     * Begins to count, for a start on this thread.
     *
     * @param limit how long the start may take
     * @param told  the same, as the setting has it
     * @param tell  how often the log tells what it waits for
     */
    public StartPatience(Duration limit, String told, Duration tell) {
        this.told = told;
        watch.scheduleAtFixedRate(() -> LOG.info("Still starting: waits for {}", step),
                tell.toMillis(), tell.toMillis(), TimeUnit.MILLISECONDS);
        watch.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void giveUp() {
        if (!watch.isShutdown()) {
            over = true;
            starting.interrupt();
        }
    }

    /**
     * Waits for something.
     *
     * @param what    what it is, in an operator's words
     * @param attempt does it; tried again when it fails because something did not answer in time
     * @return what the attempt returns
     * @throws StartException when the time is over
     * @throws Exception      what the attempt throws, unless it was slowness
     */
    public <T> T waitFor(String what, Attempt<T> attempt) throws Exception {
        step = what;
        for (int number = 0; ; number++) {
            try {
                return attempt.run(number);
            } catch (Exception e) {
                if (over) {
                    throw new StartException(
                            "start.timeout=%s: the start gave up waiting for %s".formatted(told, what), e);
                }
                if (!isSlow(e)) {
                    throw e;
                }
                LOG.debug("Too slow, tried again: {}", what, e);
            }
        }
    }

    private static boolean isSlow(Throwable failure) {
        return RootCause.chain(failure).anyMatch(cause -> SLOWNESS.contains(cause.getClass()));
    }

    /** Counts no longer; this thread is not interrupted afterwards. */
    @Override
    public synchronized void close() {
        watch.shutdownNow();
        if (over) {
            Thread.interrupted();
        }
    }
}
