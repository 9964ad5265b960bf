package dev.snowbird.seabird.api;

import dev.snowbird.log.RootCause;
import dev.snowbird.start.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up tokens on threads of its own, so that a file that is locked, a disk that hangs or a server that is away
 * holds up nothing but the calls that ask. What is remembered needs no thread. One that waits behind others, as when
 * all plugins come back at once, waits for as long as these are answered, but no longer than {@link #MOST}.
 */
final class TokenLookups implements AutoCloseable {

    /** With a lock: long enough for any change of the table. */
    private static final Duration LOCKED = Duration.ofMillis(500);
    /** Without a word: longer than a thread waits for its turn on a busy machine. */
    private static final Duration SILENT = Duration.ofSeconds(2);
    /** Short enough for whoever waits for a call. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final int RETRY_MILLIS = 10;
    /** More than come within the patience, unless nothing gets through anyway. */
    private static final int MOST_WAITING = 10_000;
    private static final int LAST_SECONDS = 1;

    private final Tokens tokens;
    private final ThreadPoolExecutor threads;
    private volatile boolean locked;
    private volatile long lastAnswer = System.nanoTime();

    TokenLookups(Tokens tokens) {
        this.tokens = tokens;
        this.threads = new ThreadPoolExecutor(tokens.lookUpsAtOnce(), tokens.lookUpsAtOnce(), 0, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING), DaemonThreads.named("seabird-grpc-tokens"));
    }

    /**
     * Tells whose token this is, as is stored at this moment.
     *
     * @param token what the peer presents
     * @return the user, empty when there is no such token; fails with a {@link TokenStoreException} when that can't be
     *     read, and with a {@link TimeoutException} when it can't be read in time
     */
    CompletableFuture<Optional<TokenUser>> userOf(String token) {
        CompletableFuture<Optional<TokenUser>> user = new CompletableFuture<>();
        try {
            threads.execute(() -> lookUp(token, user));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new TimeoutException("too many look-ups wait"));
        }
        endInTime(user, System.nanoTime());
        return user;
    }

    private void endInTime(CompletableFuture<Optional<TokenUser>> user, long begun) {
        CompletableFuture.delayedExecutor(LOCKED.toMillis(), TimeUnit.MILLISECONDS, Runnable::run).execute(() -> {
            if (isTooLong(begun)) {
                user.completeExceptionally(new TimeoutException("no answer in time"));
            } else if (!user.isDone()) {
                endInTime(user, begun);
            }
        });
    }

    private boolean isTooLong(long begun) {
        long now = System.nanoTime();
        Duration quiet = Duration.ofNanos(Math.min(now - begun, now - lastAnswer));
        return quiet.compareTo(locked ? LOCKED : SILENT) >= 0 || now - begun >= MOST.toNanos();
    }

    /** Tells whose token this is as {@link Tokens#recall} does. */
    Optional<TokenUser> recall(String token) {
        return tokens.recall(token);
    }

    /** Says in a line why no token can be looked up now; empty when that can be done. Waits for the look-up. */
    Optional<String> trouble() {
        // No token is empty.
        return userOf("").handle((user, failure) -> Optional.ofNullable(failure).map(this::line)).join();
    }

    /** Says in a line why a look-up failed. */
    String line(Throwable failure) {
        Throwable cause = RootCause.ofStage(failure);
        if (cause instanceof TimeoutException) {
            return tokens.silence();
        }
        return cause instanceof TokenStoreException ? cause.getMessage() : RootCause.line(cause);
    }

    /** Tells peers that they should try again, after a failure that another try may not meet; none of others. */
    Optional<String> excuse(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof TokenStoreException store && store.isAway()
                ? Optional.of(tokens.excuse()) : Optional.empty();
    }

    private void lookUp(String token, CompletableFuture<Optional<TokenUser>> user) {
        try {
            while (!user.isDone() && !answered(token, user)) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether that was all there is to do about it. */
    private boolean answered(String token, CompletableFuture<Optional<TokenUser>> user) {
        try {
            Optional<TokenUser> found = tokens.userOf(token);
            locked = false;
            lastAnswer = System.nanoTime();
            user.complete(found);
        } catch (TokenStoreException | RuntimeException e) {
            locked = e instanceof TokenStoreException store && store.isLocked();
            if (locked) {
                return false;
            }
            user.completeExceptionally(e);
        }
        return true;
    }

    /** Looks up nothing more; those that wait hear of it when their time is over. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
