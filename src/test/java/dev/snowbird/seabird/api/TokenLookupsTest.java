package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a look-up is waited for, with a database that takes as long as a test wants. */
class TokenLookupsTest {

    private static final TokenUser USER = new TokenUser("bot", Optional.empty());

    /** It takes longer than a lock is waited for until all have their answers. */
    @Test
    void aCrowdThatComesAtOnceIsAnswered() throws Exception {
        try (TokenLookups lookups = lookups(() -> TimeUnit.MILLISECONDS.sleep(30))) {
            List<CompletableFuture<Optional<TokenUser>>> crowd =
                    IntStream.range(0, 30).mapToObj(i -> lookups.userOf("token " + i)).toList();

            for (CompletableFuture<Optional<TokenUser>> one : crowd) {
                assertEquals(Optional.of(USER), get(one));
            }
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (TokenLookups lookups = lookups(hanging::await)) {
            CompletableFuture<Optional<TokenUser>> first = lookups.userOf("one");
            CompletableFuture<Optional<TokenUser>> second = lookups.userOf("two");

            for (CompletableFuture<Optional<TokenUser>> one : List.of(first, second)) {
                Throwable failure = assertThrows(ExecutionException.class, () -> get(one)).getCause();
                assertInstanceOf(TimeoutException.class, failure);
                assertEquals(Optional.of("try again"), lookups.excuse(failure));
            }
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private interface Taking {
        void time() throws InterruptedException;
    }

    private static TokenLookups lookups(Taking taking) throws Exception {
        return new TokenLookups(new Tokens(DatabaseUrl.parse("sqlite::memory:"), new SlowDatabase(taking)));
    }

    private record SlowDatabase(Taking taking) implements TokenDatabase {

        @Override
        @SuppressWarnings("unchecked")
        public <T> T use(Duration patience, Work<T> work) {
            try {
                taking.time();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return (T) Optional.of(USER);
        }

        @Override
        public boolean hasTable(Open open, String name) throws SQLException {
            return true;
        }

        @Override
        public String numbering() {
            return "";
        }

        @Override
        public TokenMemory memory() {
            return new BriefTokenMemory(System::nanoTime);
        }

        @Override
        public int lookUpsAtOnce() {
            return 1;
        }

        @Override
        public String silence() {
            return "silence";
        }

        @Override
        public String excuse() {
            return "try again";
        }

        @Override
        public void close() {
        }
    }
}
