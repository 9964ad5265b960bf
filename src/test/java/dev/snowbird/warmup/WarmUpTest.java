package dev.snowbird.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.start.StartPatience;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final Duration ONCE = Duration.ofMillis(1);

    @AutoClose
    private final StartPatience patience =
            new StartPatience(Broker.patience(), Broker.patience().toString(), Broker.patience());

    @Test
    void hasAProxyAndAClientMeetForEachProcessorWithoutAWordAndLeavesNothingRunning() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (LogLines log = new LogLines()) {
            int meetings = WarmUp.run(ONCE, patience);

            assertTrue(meetings >= Runtime.getRuntime().availableProcessors(), () -> meetings + " " + log.all());
            assertEquals(List.of(), log.all());
        }
        Awaitility.await().atMost(Broker.patience()).untilAsserted(() ->
                assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread)).map(Thread::getName)
                        .filter(name -> name.matches("(vert\\.x|warm-up|snowbird|Camel).*")).toList()));
    }

    @Test
    void isLeftOutWhereTheLifeOfEachOfferWouldBeTold() {
        try (LogLines log = LogLines.debug("offer")) {
            assertEquals(0, WarmUp.run(ONCE, patience));
            assertEquals(List.of(), log.all());
        }
    }
}
