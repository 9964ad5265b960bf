package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchRulesTest {

    @ParameterizedTest
    @CsvSource({
        // a client's time, the least of an answer, what remains of the time, in milliseconds: to wait for a proxy
        "5000, 1000, 5000, 4000", "5000, 1000, 1000, 0", "5000, 1000, 999, -1", "5000, 1000, -1000, -2000",
        // at most half of the client's time is asked for
        "1000, 1000,  500, 0", "1000, 1000,  499, -1",
        // who has no time left is never worth one
        "5000,    0,    1, 0", "5000,    0,    0, -1",
    })
    void leaveAProxyTheTimeThatItTakesToAnswer(long clientTime, long least, long remaining, long spare) {
        MatchRules rules = new MatchRules(Duration.ofMillis(clientTime), Duration.ofMillis(least), Duration.ofHours(1),
                1, () -> null, BridgeList.DEFAULT, Duration.ZERO, 0);

        assertEquals(spare, rules.spareMillis(remaining));
    }
}
