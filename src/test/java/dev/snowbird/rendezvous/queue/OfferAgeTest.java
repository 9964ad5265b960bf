package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferAgeTest {

    private static final Instant NOW = Instant.parse("2026-07-04T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OfferAge offerAge = new OfferAge(Duration.ofSeconds(10), Duration.ofSeconds(100),
            Clock.fixed(NOW, ZoneOffset.UTC), new OfferDrops(meters, ""));

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", delimiter = '|', value = {
        // sent and first received, in milliseconds before now; receipts: fresh?
        "received at once              |      0 |      0 | 1 | true",
        "received just in time         |  10000 |      0 | 1 | true",
        "received too late             |  10001 |      0 | 1 | false",
        "in time, but long on its way  |  60000 |  55000 | 1 | true",
        "sent by a clock ahead of ours |  -5000 |  -5000 | 1 | true",
        "comes again, soon             |  61000 |  60000 | 2 | true",
        "comes again, late at first    |  90000 |  60000 | 2 | true",
        "comes again, just in time     | 100000 |  99000 | 3 | true",
        "comes again, too late         | 100001 | 100000 | 2 | false",
        "of unknown receipts           |  10001 |      0 | - | false",
        "of unknown time               |      - |      0 | 1 | true",
        "of unknown first receipt      | 999999 |      - | 2 | true",
        "of nothing known              |      - |      - | - | true",
    })
    void tellsAndCountsOffersWhoseClientHasGivenUp(String offer, Long sent, Long firstReceived, Integer receipts, boolean fresh) {
        assertEquals(fresh, offerAge.isFresh(beforeNow(sent), beforeNow(firstReceived), receipts), offer);
        assertEquals(fresh ? 0 : 1, meters.get("snowbird.offers.dropped").tag("reason", "too-old").counter().count());
    }

    private static Long beforeNow(Long milliseconds) {
        return milliseconds == null ? null : Long.valueOf(NOW.toEpochMilli() - milliseconds);
    }
}
