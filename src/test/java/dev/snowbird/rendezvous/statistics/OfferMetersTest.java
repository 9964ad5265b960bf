package dev.snowbird.rendezvous.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.SessionDescription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OfferMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final OfferMeters meters = new OfferMeters(registry);

    @Test
    void countsByPoolMethodAndOutcome() {
        meters.matched(poll(NatType.UNKNOWN), RendezvousMethod.SQS, Duration.ofMillis(700));
        meters.denied(poll(NatType.RESTRICTED), RendezvousMethod.HTTP);
        meters.denied(poll(NatType.STRICT), RendezvousMethod.HTTP);
        meters.timedOut(poll(NatType.MODERATE), RendezvousMethod.AMPCACHE);

        assertEquals(Map.of("strict sqs matched", 1.0, "strict http denied", 2.0, "moderate ampcache timeout", 1.0),
                registry.find("snowbird.offers.ended").counters().stream().filter(counter -> counter.count() > 0)
                        .collect(Collectors.toMap(OfferMetersTest::tags, Counter::count)));
    }

    @Test
    void hasEveryCounterFromTheStartSoThatRatesCountTheFirstOffer() {
        assertEquals(3 * 3 * 3, registry.find("snowbird.offers.ended").counters().size());
        assertEquals(3, registry.find("snowbird.match").timers().size());
    }

    @Test
    void timesMatchesAlone() {
        meters.matched(poll(NatType.OPEN), RendezvousMethod.SQS, Duration.ofMillis(700));
        meters.denied(poll(NatType.OPEN), RendezvousMethod.SQS);

        Timer timer = registry.get("snowbird.match").tag("pool", "open").timer();
        assertEquals(1, timer.count());
        assertEquals(700, timer.totalTime(TimeUnit.MILLISECONDS));
    }

    private static String tags(Counter counter) {
        return counter.getId().getTag("pool") + " " + counter.getId().getTag("method") + " "
                + counter.getId().getTag("outcome");
    }

    private static ClientPoll poll(NatType nat) {
        return new ClientPoll(SessionDescription.offer("o").encode(), nat, Fingerprint.DEFAULT);
    }
}
