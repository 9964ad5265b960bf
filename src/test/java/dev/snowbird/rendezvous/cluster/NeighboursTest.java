package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighboursTest {

    private final ManualClock clock = new ManualClock();
    private final Neighbours neighbours = new Neighbours("self", clock::nanoTime);

    /** Each node is its name, and for each pool, open, moderate and strict, how many it holds. */
    @ParameterizedTest(name = "a client behind {0} NAT, of {1}, tried {2}: {3}")
    @CsvSource({
        // Who can do with worse proxies leaves the better ones to others, and who needs an open one gets no other.
        "open, a 9 0 0; b 0 1 0; c 0 0 1, '', c",
        "unrestricted, a 9 0 0; b 0 1 0, '', b",
        "moderate, a 9 0 0; b 0 1 0; c 0 0 5, '', b",
        "moderate, a 9 0 0; c 0 0 5, '', a",
        "strict, a 1 0 0; b 0 9 9, '', a",
        "restricted, b 0 9 9, '', ''",
        "unknown, a 1 9 9; b 2 0 0, '', b",
        // The most first.
        "restricted, a 4 0 0; b 5 0 0; c 3 0 0, '', b",
        "restricted, a 4 0 0; b 5 0 0; c 3 0 0, b, a",
        "restricted, a 4 0 0; b 5 0 0; c 3 0 0, b a, c",
        "restricted, a 4 0 0; b 5 0 0; c 3 0 0, b a c, ''",
        // Who has been tried in vain does not make a worse pool the next.
        "open, a 0 0 3; b 0 2 0; c 0 0 1, a, c",
        "open, '', '', ''",
    })
    void choosesByPoolAndThenByNumber(String nat, String nodes, String tried, String chosen) {
        Stream.of(nodes.split("; ")).filter(node -> !node.isEmpty()).map(node -> node.split(" ")).forEach(node ->
                neighbours.heard(new News(node[0], new PerPool(Long.parseLong(node[1]), Long.parseLong(node[2]),
                        Long.parseLong(node[3])), PerPool.NONE, false)));

        assertEquals(chosen, neighbours.choose(NatType.of(nat), List.of(tried.split(" "))).orElse(""));
    }

    @Test
    void ofEqualsTakesTheOneWithTheLeastLoadedProxy() {
        neighbours.heard(holding("a", 2, 7));
        neighbours.heard(holding("b", 2, 0));
        neighbours.heard(holding("c", 2, 3));

        assertEquals(Optional.of("b"), choose());
    }

    @Test
    void countsWhatItHasSentUntilTheNodeTellsAnew() {
        neighbours.heard(holding("a", 3, 0));
        neighbours.heard(holding("b", 1, 0));

        assertEquals(List.of("a", "a", "a", "b", ""),
                Stream.generate(() -> choose().orElse("")).limit(5).toList());

        neighbours.heard(holding("b", 1, 0));
        assertEquals(Optional.of("b"), choose());
    }

    @Test
    void forgetsWhoIsSilentForThreeSeconds() {
        neighbours.heard(holding("a", 1, 0));
        clock.advance(Duration.ofSeconds(3));
        neighbours.heard(holding("b", 1, 0));
        neighbours.forgetSilent();
        assertEquals(2, neighbours.count());

        clock.advance(Duration.ofMillis(1));
        assertEquals(Optional.of("b"), choose());
        neighbours.forgetSilent();
        assertEquals(1, neighbours.count());
    }

    @Test
    void sendsNothingToWhoIsAboutToGo() {
        neighbours.heard(new News("a", new PerPool(5, 0, 0), PerPool.NONE, true));

        assertEquals(Optional.empty(), choose());
        assertEquals(1, neighbours.count());
    }

    @Test
    void isNoNeighbourOfItself() {
        neighbours.heard(holding("self", 5, 0));

        assertEquals(0, neighbours.count());
        assertFalse(neighbours.hasNewcomer());
    }

    @Test
    void noticesWhoComes() {
        neighbours.heard(holding("a", 5, 0));
        assertTrue(neighbours.hasNewcomer());
        neighbours.heard(holding("a", 6, 0));
        assertFalse(neighbours.hasNewcomer());
    }

    @Test
    void saysAtOnceOfEachThatComesAndGoes() {
        try (LogLines lines = new LogLines(Neighbours.class)) {
            neighbours.heard(holding("a", 5, 0));
            neighbours.heard(holding("b", 6, 0));
            clock.advance(Duration.ofSeconds(4));
            neighbours.heard(holding("b", 6, 0));
            neighbours.forgetSilent();

            assertEquals(List.of("The node a has come; others there are now: 1",
                    "The node b has come; others there are now: 2",
                    "The node a has gone, or says nothing; others there are now: 1"), lines.all());
        }
    }

    @Test
    void knowsNoMoreThanAThousandHoweverManyThereSeemToBe() {
        for (int i = 0; i < 1_100; i++) {
            neighbours.heard(holding("node-" + i, 1, 0));
        }

        assertEquals(1_000, neighbours.count());
        neighbours.heard(holding("node-1", 2, 0));
        assertEquals(Optional.of("node-1"), choose());
    }

    private Optional<String> choose() {
        return neighbours.choose(NatType.RESTRICTED, List.of());
    }

    private static News holding(String node, int open, int leastLoad) {
        return new News(node, new PerPool(open, 0, 0), new PerPool(leastLoad, 0, 0), false);
    }
}
