package dev.snowbird.start;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a program leaves its peers to others. */
@Timeout(120)
class DrainTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<String> steps = new CopyOnWriteArrayList<>();

    /** Has some of a thing under way, and keeps what it is told. */
    private final class Peers implements Half {

        private final String name;
        private volatile int left;

        Peers(String name, int left) {
            this.name = name;
            this.left = left;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare() {
        }

        @Override
        public void open() {
        }

        @Override
        public void takeNoMore() {
            steps.add(name + " takes no more");
            if (name.equals("broken")) {
                throw new IllegalStateException("no way");
            }
        }

        @Override
        public void sendAway() {
            steps.add(name + " sends away");
        }

        @Override
        public Map<String, Integer> underWay() {
            return Map.of(name, left, "streams", left);
        }

        @Override
        public void close() {
        }
    }

    @Test
    void isOverWhenNothingIsLeftInEitherHalf() throws Exception {
        Peers polls = new Peers("polls", 2);
        Peers calls = new Peers("calls", 1);
        Drain drain = new Drain(List.of(polls, calls), SHORT, LONG);
        assertEquals("serving", drain.phase().toString());

        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> run(drain));
        await().atMost(Broker.patience()).until(() -> drain.phase() == Drain.Phase.LEAVING && steps.size() == 4);
        assertEquals("1 calls, 2 polls, 3 streams", Drain.told(drain.underWay()));
        polls.left = 0;
        assertEquals(Map.of("calls", 1, "streams", 1), drain.underWay());
        assertFalse(drained.isDone());
        calls.left = 0;

        assertTrue(drained.get());
        assertEquals("drained", drain.phase().toString());
        assertEquals(List.of("polls takes no more", "calls takes no more", "polls sends away", "calls sends away"),
                steps);
    }

    @Test
    void sendsNobodyAwayBeforeBalancersHadTimeToNotice() throws Exception {
        Drain drain = new Drain(List.of(new Peers("polls", 1)), LONG, LONG.plus(LONG));
        Thread draining = new Thread(() -> run(drain));
        draining.start();
        await().atMost(Broker.patience()).until(() -> draining.getState() == Thread.State.TIMED_WAITING);

        assertEquals(Drain.Phase.ANNOUNCED, drain.phase());
        assertEquals(List.of("polls takes no more"), steps);
        draining.interrupt();
        draining.join();
    }

    @Test
    void givesUpAtItsLimitAndNamesWhatIsLeft() throws Exception {
        try (LogLines log = new LogLines(Drain.class)) {
            Drain drain = new Drain(List.of(new Peers("streams of deaf peers", 3)), SHORT, Duration.ofMillis(20));

            assertFalse(drain.run());

            assertEquals("gave up", drain.phase().toString());
            assertTrue(log.all().get(2).matches("The drain gave up after \\d+\\.\\d s \\(drain.timeout\\) with"
                    + " 3 streams, 3 streams of deaf peers"), log.all().toString());
        }
    }

    @Test
    void drainsOneHalfThoughTheOtherFails() throws Exception {
        try (LogLines log = new LogLines(Drain.class)) {
            assertTrue(new Drain(List.of(new Peers("broken", 0), new Peers("sound", 0)), SHORT, LONG).run());

            assertEquals("broken can't be drained: no way", log.all().get(1));
            assertEquals(List.of("broken takes no more", "sound takes no more", "broken sends away",
                    "sound sends away"), steps);
        }
    }

    @Test
    void isDoneOnce() throws Exception {
        Drain drain = new Drain(List.of(new Peers("polls", 0)), SHORT, LONG);

        assertTrue(drain.run());
        assertTrue(drain.run());

        assertEquals(2, steps.size());
    }

    private static boolean run(Drain drain) {
        try {
            return drain.run();
        } catch (InterruptedException e) {
            return false;
        }
    }
}
