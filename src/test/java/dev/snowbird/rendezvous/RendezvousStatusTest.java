package dev.snowbird.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.MatchRules;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.statistics.OfferMeters;
import dev.snowbird.rendezvous.statistics.RendezvousMethod;
import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.Section;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an operator reads of clients and proxies. */
class RendezvousStatusTest {

    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final AtomicLong seconds = new AtomicLong();
    private final History history = new History(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    private final MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OfferMeters offers = new OfferMeters(meters);
    private final Matchmaker matchmaker = new Matchmaker(new MatchRules(Duration.ofSeconds(5), Duration.ZERO,
            Duration.ofMinutes(10), 100, () -> new PollIntervals(INTERVAL, INTERVAL, INTERVAL), BridgeList.DEFAULT,
            Duration.ZERO, 0), Runnable::run, () -> 0, meters);
    private final RendezvousStatus status = new RendezvousStatus(matchmaker, meters, history, Optional.empty(),
            Optional.empty());

    @Test
    void hasNothingToTellAtFirstAndSaysSo() {
        assertEquals("0.0", figure("Proxies waiting"));
        assertEquals("null", figure("Matched"));
        assertEquals("null", figure("Match time, p99"));
        assertEquals(List.of(), section("Proxies").tables().get(0).rows());
        assertEquals("No proxy has come yet.", section("Proxies").tables().get(0).empty());
        assertFalse(glance().get(2).bad());
    }

    @Test
    void countsWhoWaitsByPoolAndType() {
        for (NatType nat : List.of(NatType.OPEN, NatType.UNRESTRICTED, NatType.STRICT)) {
            matchmaker.awaitOffer(Polls.proxy("sid-" + nat, nat, 0), null, null, Runnable::run);
        }

        assertEquals("3.0", figure("Proxies waiting"));
        assertEquals(List.of("[standalone, 2, 0, 1, 0.0, 0.0, null]"), rows("Proxies", 0));
        assertEquals(List.of("[strict, open, 2.0, 0.0, null, null]",
                "[moderate, moderate, open, 2.0, 0.0, null, null]",
                "[open, any, 3.0, 0.0, null, null]"), rows("Offers", 0));
    }

    @Test
    void tellsTheOffersOfTwoMinutesByMethodOutcomeAndNeed() {
        offers.matched(client(NatType.OPEN), RendezvousMethod.HTTP, Duration.ofMillis(400));
        history.sample();
        for (int i = 0; i < 3; i++) {
            offers.matched(client(NatType.STRICT), RendezvousMethod.SQS, Duration.ofMillis(700));
        }
        offers.timedOut(client(NatType.STRICT), RendezvousMethod.SQS);
        offers.denied(client(NatType.MODERATE), RendezvousMethod.AMPCACHE);
        seconds.addAndGet(60);

        assertEquals("5.0", figure("Offers a minute"));
        assertEquals("60 %", figure("Matched"));
        assertEquals("1.7", figure("Attempts per success"));
        assertEquals("up to 1 s", figure("Match time, median"));
        assertEquals(List.of("[HTTPS, 0.0, 0.0, 0.0, 1.0]", "[AMP cache, 0.0, 1.0, 0.0, 1.0]",
                "[SQS, 3.0, 0.0, 1.0, 4.0]"), rows("Offers", 1));
        assertEquals(List.of("[strict, open, 0.0, 4.0, 75 %, 1.3]", "[moderate, moderate, open, 0.0, 1.0, 0 %, null]",
                "[open, any, 0.0, 0.0, null, null]"), rows("Offers", 0));
    }

    @Test
    void isCoarseOnHowLongMatchesTook() {
        history.sample();
        for (int i = 0; i < 98; i++) {
            offers.matched(client(NatType.OPEN), RendezvousMethod.HTTP, Duration.ofMillis(260));
        }
        offers.matched(client(NatType.OPEN), RendezvousMethod.HTTP, Duration.ofMillis(2900));
        offers.matched(client(NatType.OPEN), RendezvousMethod.HTTP, Duration.ofMillis(7000));

        assertEquals("up to 0.5 s", figure("Match time, median"));
        assertEquals("up to 3 s", figure("Match time, p99"));
        for (int i = 0; i < 10; i++) {
            offers.matched(client(NatType.OPEN), RendezvousMethod.HTTP, Duration.ofMillis(7000));
        }
        assertEquals("over 5 s", figure("Match time, p99"));
    }

    @Test
    void alarmsWhenMostOfManyOffersFail() {
        history.sample();
        offers.denied(client(NatType.OPEN), RendezvousMethod.HTTP);
        assertFalse(glance().get(2).bad());
        for (int i = 0; i < 20; i++) {
            offers.denied(client(NatType.OPEN), RendezvousMethod.HTTP);
        }

        assertTrue(glance().get(2).bad());
    }

    @Test
    void countsClaimsThatWereNeverAnsweredByType() {
        meters.get("snowbird.proxies.claimed").tag("type", "webext").counter().increment(8);
        meters.get("snowbird.proxies.silent").tag("type", "webext").counter().increment(2);

        assertEquals(List.of("[webext, 0, 0, 0, 8.0, 2.0, 25 %]"), rows("Proxies", 0));
    }

    private static ClientPoll client(NatType nat) {
        return new ClientPoll(Polls.OFFER, nat, Polls.CLIENT.fingerprint());
    }

    private Section section(String title) {
        return status.sections().stream().filter(section -> section.title().equals(title)).findFirst().orElseThrow();
    }

    private List<Figure> glance() {
        return section("Clients and proxies").figures();
    }

    private String figure(String label) {
        return glance().stream().filter(figure -> figure.label().equals(label)).map(figure ->
                String.valueOf(figure.value())).findFirst().orElseThrow();
    }

    /** Without the curves. */
    private List<String> rows(String section, int table) {
        return section(section).tables().get(table).rows().stream()
                .map(row -> row.subList(0, row.size() - 1).toString()).toList();
    }
}
