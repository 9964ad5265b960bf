package dev.snowbird.testing;

import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.MatchRules;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.matching.PollLimit;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** A client and a proxy that fit each other, and a matchmaker for them. */
public final class MatchingPeers {

    public static final String OFFER = "{\"type\":\"offer\",\"sdp\":\"v=0 of the client\"}";
    public static final String ANSWER = "{\"type\":\"answer\",\"sdp\":\"v=0 of the proxy\\r\\na=candidate:1\"}";

    public static final ClientPoll CLIENT = new ClientPoll(OFFER, NatType.RESTRICTED, Fingerprint.DEFAULT);
    public static final ProxyPoll PROXY =
            new ProxyPoll("the-sid", ProxyType.STANDALONE, NatType.UNRESTRICTED, 0, Optional.of(""));

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final PollIntervals INTERVALS = new PollIntervals(INTERVAL, INTERVAL, INTERVAL);

    private MatchingPeers() {
    }

    /** Makes statistics that know no country. */
    public static RendezvousStatistics statistics() {
        return new RendezvousStatistics(() -> Countries.NONE, (poll, address) -> { }, 100);
    }

    /**
     * Makes a matchmaker that needs no threads and holds proxies for longer than any test takes.
     *
     * @param clientTimeout how long a client waits for an answer
     */
    public static Matchmaker matchmaker(Duration clientTimeout) {
        Duration hold = Duration.ofMinutes(10);
        return new Matchmaker(new MatchRules(clientTimeout, Duration.ZERO, hold, 100, () -> INTERVALS, BridgeList.DEFAULT,
                Duration.ZERO, 0), Runnable::run, () -> 0, new SimpleMeterRegistry());
    }

    /** Makes a limit of one poll of an address in 20 s, of a clock that stands still. */
    public static PollLimit pollLimit() {
        return new PollLimit(1, 128, () -> INTERVALS, () -> 0, new SimpleMeterRegistry());
    }
}
