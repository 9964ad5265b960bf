package dev.snowbird.testing;

import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.MatchRules;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.matching.PollLimit;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.rendezvous.statistics.OfferMeters;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** What the routes of the rendezvous call, with rules that leave time alone. */
public final class RendezvousParts {

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final PollIntervals INTERVALS = new PollIntervals(INTERVAL, INTERVAL, INTERVAL);

    private RendezvousParts() {
    }

    /** Makes statistics that know no country. */
    public static RendezvousStatistics statistics() {
        return new RendezvousStatistics(() -> Countries.NONE, (poll, address) -> { }, 100);
    }

    /** Makes the events of those. */
    public static RendezvousEvents events() {
        return new RendezvousEvents(statistics(), new OfferMeters(new SimpleMeterRegistry()));
    }

    /**
     * Makes a matchmaker that needs no threads and holds proxies for longer than any test takes.
     *
     * @param clientTimeout how long a client waits for an answer
     */
    public static Matchmaker matchmaker(Duration clientTimeout) {
        return matchmaker(clientTimeout, Duration.ZERO, 0);
    }

    /** Makes one that lets offers wait for a proxy, and clients of one address have so many in a minute. */
    public static Matchmaker matchmaker(Duration clientTimeout, Duration waitForProxy, int proxiesPerClient) {
        Duration hold = Duration.ofMinutes(10);
        return new Matchmaker(new MatchRules(clientTimeout, Duration.ZERO, hold, 100, () -> INTERVALS,
                BridgeList.DEFAULT, waitForProxy, proxiesPerClient), Runnable::run, () -> 0, new SimpleMeterRegistry());
    }

    /** Makes a limit of one poll of an address in 20 s, of a clock that stands still. */
    public static PollLimit pollLimit() {
        return new PollLimit(1, 128, () -> INTERVALS, () -> 0, new SimpleMeterRegistry());
    }
}
