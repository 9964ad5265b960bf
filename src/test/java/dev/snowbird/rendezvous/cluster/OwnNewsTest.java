package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnNewsTest {

    private final ManualClock clock = new ManualClock();
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(1));
    private final Neighbours neighbours = new Neighbours("self", clock::nanoTime);
    private final OwnNews news =
            new OwnNews("self", matchmaker, neighbours, new Stalls(clock::nanoTime), clock::nanoTime);

    @Test
    void tellsOfAChangeAtOnceAndOtherwiseOnceASecond() {
        assertEquals(new News("self", PerPool.NONE, PerPool.NONE, false), news.due());
        assertNull(news.due());

        matchmaker.awaitOffer(Polls.PROXY, null, null, null);
        assertEquals(new News("self", new PerPool(1, 0, 0), new PerPool(Polls.PROXY.clients(), 0, 0), false),
                news.due());
        assertNull(news.due());
        clock.advance(Duration.ofMillis(999));
        assertNull(news.due());
        clock.advance(Duration.ofMillis(1));
        assertEquals(1, news.due().held().open());
    }

    @Test
    void tellsWhoHasJustCome() {
        news.due();

        neighbours.heard(new News("other", PerPool.NONE, PerPool.NONE, false));

        assertEquals("self", news.due().node());
        assertNull(news.due());
    }

    @Test
    void hasNothingForOthersWhenItIsAboutToGo() {
        matchmaker.awaitOffer(Polls.PROXY, null, null, null);
        news.due();

        news.drain();

        assertEquals(new News("self", PerPool.NONE, PerPool.NONE, true), news.due());
    }
}
