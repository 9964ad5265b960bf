package dev.snowbird.start;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.snowbird.testing.Broker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static final Duration GENEROUS = Broker.patience();

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final Parts parts = new Parts();

    @Test
    void areClosedTheLastOpenedFirstWhateverFails() {
        parts.push("first", () -> closed.add("first"));
        parts.push("second", () -> {
            throw new IllegalStateException("not cleanly");
        });
        parts.push("third", () -> closed.add("third"));

        parts.close(GENEROUS);
        parts.close(GENEROUS);

        assertEquals(List.of("third", "first"), closed);
    }

    @Test
    void haveOneTimeTogetherAndGoOnWithoutWhatTakesLonger() {
        CountDownLatch never = new CountDownLatch(1);
        parts.push("first", () -> closed.add("first"));
        for (int part = 0; part < 10; part++) {
            parts.push("stuck", never::await);
        }
        parts.push("last", () -> closed.add("last"));

        assertTimeoutPreemptively(GENEROUS, () -> parts.close(Duration.ofMillis(200)));

        // On a busy machine these may be late, too.
        await().atMost(GENEROUS).until(() -> closed.containsAll(List.of("last", "first")));
        never.countDown();
    }
}
