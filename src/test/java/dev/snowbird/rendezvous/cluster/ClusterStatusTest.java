package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.Section;
import dev.snowbird.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the status page tells of a cluster. */
class ClusterStatusTest {

    @AutoClose
    private final UnconnectedNode node = new UnconnectedNode();
    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Neighbours neighbours = new Neighbours("self", clock::nanoTime);
    private final ClusterMeters meters =
            new ClusterMeters(node.link(), neighbours, registry);
    private final ClusterStatus status =
            new ClusterStatus("self", neighbours, clock::nanoTime, registry, new History(clock::nanoTime));

    @Test
    void namesTheOtherNodesAndWhatTheyHold() {
        neighbours.heard(new News("b2", new PerPool(5, 1, 7), PerPool.NONE, false));
        clock.advance(Duration.ofMillis(1_200));
        neighbours.heard(new News("a1", PerPool.NONE, PerPool.NONE, true));

        Section section = status.section();

        Figure others = section.figures().get(0);
        assertEquals(2.0, others.value());
        assertEquals("this one is self", others.note());
        assertEquals(List.of(List.of("a1", 0L, 0L, 0L, "draining", 0.0), List.of("b2", 5L, 1L, 7L, "", 1.2)),
                section.tables().get(0).rows());
    }

    @Test
    void countsWhatCameOfTheOffersBetweenThem() {
        meters.forwarded(ForwardOutcome.ANSWER);
        meters.forwarded(ForwardOutcome.ANSWER);
        meters.forwarded(ForwardOutcome.RETURNED);
        meters.fromElsewhere(ForwardOutcome.REFUSED);

        assertEquals(List.of(List.of("Answered", 2.0, 0.0), List.of("No proxy was left there", 0.0, 1.0),
                List.of("Its proxy was late", 0.0, 0.0), List.of("The node was gone", 1.0, 0.0),
                List.of("Nothing was heard", 0.0, 0.0), List.of("Its client hung up", 0.0, 0.0)),
                status.section().tables().get(1).rows().stream()
                        .map(row -> List.of(row.get(0), row.get(1), row.get(3))).toList());
    }

    @Test
    void saysThatItIsAlone() {
        assertEquals(List.of(), status.section().tables().get(0).rows());
        assertEquals("No other node is heard.", status.section().tables().get(0).empty());
    }
}
