package dev.snowbird.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What must be true of a model of many nodes, whatever figures it gives. */
class NodesModelTest {

    private static final long SEED = 15;

    @Test
    void oneNodeMatchesAllClientsThatItHasProxiesFor() {
        assertEquals(1, NodesModel.run(Scenario.alone(1, 50), SEED).perOffer());
    }

    /** 2000 proxies that poll every 20 s serve 100 clients a second. */
    @Test
    void noMoreAreMatchedThanProxiesPoll() {
        Matches over = NodesModel.run(Scenario.alone(1, 150), SEED);
        assertEquals(100, over.matched() / (double) NodesModel.COUNTED.toSeconds(), 2);
        assertTrue(over.perOffer() < 0.5, "those who were denied come again");
    }

    @Test
    void aNodeAloneWithAllClientsMatchesWhatAQuarterOfTheProxiesCanServe() {
        Matches quarter = NodesModel.run(Scenario.alone(4, 50).atFirst(1), SEED);
        // A hash of addresses gives no node exactly its share.
        assertEquals(25, quarter.matched() / (double) NodesModel.COUNTED.toSeconds(), 4);
    }

    @Test
    void nodesThatForwardMatchAsOne() {
        Matches forwarded = NodesModel.run(Scenario.forwarding(4, 50).atFirst(1), SEED);
        assertEquals(1, forwarded.perOffer());
        assertTrue(forwarded.figures(1).get("added_max_ms") >= 3, "there and back");
        assertEquals(0, NodesModel.run(Scenario.alone(4, 50), SEED).figures(1).get("passed_per_second"));
    }

    @Test
    void aDeathCostsTheMatchesUnderWayAndNoOther() {
        Matches dying = NodesModel.run(Scenario.forwarding(4, 50).dying(), SEED);
        assertEquals(1, dying.perOffer());
        double lost = dying.figures(1).get("lost");
        // A quarter of 50 a second, for a second and a half.
        assertTrue(lost > 5 && lost < 40, lost + " were lost");
        assertEquals(0, NodesModel.run(Scenario.forwarding(4, 50), SEED).figures(1).get("lost"));
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        Scenario scenario = Scenario.forwarding(3, 80).atFirst(0.6);
        assertEquals(NodesModel.run(scenario, SEED).figures(1), NodesModel.run(scenario, SEED).figures(1));
    }
}
