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
 * holds up nothing but the calls that ask. What is remembered needs no thread. None waits longer than
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
    private final ThreadPoolExecutor threads;

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
        return user.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
            user.complete(tokens.userOf(token));
            return true;
        } catch (TokenStoreException | RuntimeException e) {
            if (e instanceof TokenStoreException store && store.isLocked()) {
                return false;
            }
            user.completeExceptionally(e);
            return true;
        }
    }

    /** Looks up nothing more; those that wait hear of it when their time is over. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
