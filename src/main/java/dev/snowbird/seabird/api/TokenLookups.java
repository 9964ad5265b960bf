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
 * Looks up tokens on a thread of its own, so that a file that is locked, or on a disk that hangs, holds up nothing but
 * the calls that ask. What is remembered of a file that is as it was needs no thread. One is enough for the rest: while
 * a lock lasts it is in the way of all of them, and else a look-up takes some microseconds. None waits longer than
 * {@link #PATIENCE}, however many there are.
 */
final class TokenLookups implements AutoCloseable {

    /** Long enough for any change of the table, and short enough for whoever waits for a call. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int RETRY_MILLIS = 10;
    /** More than come within the patience, unless nothing gets through anyway. */
    private static final int MOST_WAITING = 10_000;
    private static final int LAST_SECONDS = 1;

    private final Tokens tokens;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), DaemonThreads.named("seabird-grpc-tokens"));

    TokenLookups(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Tells whose token this is, as the file says at this moment.
     *
     * @param token what the peer presents
     * @return the user's name, empty when there is no such token; fails with a {@link TokenFileException} when the file
     *     is no good, and with a {@link TimeoutException} when it can't be read in time
     */
    CompletableFuture<Optional<String>> userOf(String token) {
        CompletableFuture<Optional<String>> user = new CompletableFuture<>();
        try {
            thread.execute(() -> lookUp(token, user));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new TimeoutException("too many look-ups wait"));
        }
        return user.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tells whose token this is as {@link Tokens#recall} does. */
    Optional<String> recall(String token) {
        return tokens.recall(token);
    }

    /** Says in a line why no token can be looked up now; empty when that can be done. Waits for the look-up. */
    Optional<String> trouble() {
        // No token is empty.
        return userOf("").handle((user, failure) -> Optional.ofNullable(failure).map(TokenLookups::line)).join();
    }

    /** Says in a line why a look-up failed. */
    static String line(Throwable failure) {
        Throwable cause = RootCause.ofStage(failure);
        if (cause instanceof TimeoutException) {
            return Tokens.SETTING + ": another process has locked the file, or its disk does not answer";
        }
        return cause instanceof TokenFileException ? cause.getMessage() : RootCause.line(cause);
    }

    private void lookUp(String token, CompletableFuture<Optional<String>> user) {
        try {
            while (!user.isDone() && !answered(token, user)) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether that was all there is to do about it. */
    private boolean answered(String token, CompletableFuture<Optional<String>> user) {
        try {
            user.complete(tokens.userOf(token));
            return true;
        } catch (TokenFileException | RuntimeException e) {
            if (e instanceof TokenFileException file && file.isLocked()) {
                return false;
            }
            user.completeExceptionally(e);
            return true;
        }
    }

    /** Looks up nothing more; those that wait hear of it when their time is over. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
