package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.settings.Settings;
import dev.snowbird.settings.SqsEndpoint;
import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.Table;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** What an operator reads of calls to SQS, and of their price. */
class SqsStatusTest {

    private final AtomicLong seconds = new AtomicLong();
    private final History history = new History(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final SqsStatus status = new SqsStatus(meters, history, SqsEndpoint.Kind.AWS);

    @Test
    void pricesCallsAsAmazonDoes() {
        called("ReceiveMessage", 4_000_000);
        history.sample();
        called("SendMessage", 100);
        seconds.addAndGet(60);

        assertEquals(List.of("Client queues alive=0.0", "Offers in flight=0.0", "Offers dropped=0.0",
                "Calls a minute=100.0", "Cost since the start=$1.60", "Cost of a month like this=$1.73"), figures());
        assertEquals(List.of("[ReceiveMessage, 0.0, 4000000.0, $1.60]", "[SendMessage, 100.0, 100.0, under $0.01]"),
                rows(0));
        assertEquals("", status.section().figures().get(4).note());
    }

    @Test
    void saysWhenNobodyIsPaid() {
        SqsStatus embedded = new SqsStatus(meters, history, SqsEndpoint.Kind.EMBEDDED);

        assertEquals("if it were Amazon's", embedded.section().figures().get(4).note());
    }

    @Test
    void alarmsForOffersThatWereDroppedForWantOfTimeOrQueues() {
        history.sample();
        dropped("repeated");
        assertEquals(List.of(false, true), List.of(alarms(), alarmsAfter("no-queue")));
        assertEquals(List.of("[no-queue, 1.0, 1.0]", "[repeated, 1.0, 1.0]"), status.section().tables().get(1).rows()
                .stream().map(Object::toString).toList());
    }

    @Test
    void hasNoOfferInFlightBeforeCamelHasStarted() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (SqsConnection connection = SqsClients.embedded(nowhere, 1).open()) {
            new SqsRendezvous(Settings.builtIn(Map.of()), "", new BrokerQueue("q", nowhere + "/q"), connection,
                    Runnable::run, Clock.systemUTC()).prepare(new Main(), meters);

            assertEquals(0, meters.get("snowbird.offers.in.flight").gauge().value());
        }
    }

    private boolean alarmsAfter(String reason) {
        dropped(reason);
        return alarms();
    }

    private boolean alarms() {
        return status.section().figures().stream().anyMatch(Figure::bad);
    }

    private void dropped(String reason) {
        meters.counter("snowbird.offers.dropped", "reason", reason, "profile", "").increment();
    }

    private void called(String operation, int times) {
        meters.counter(SqsCalls.METRIC, "operation", operation).increment(times);
    }

    private List<String> figures() {
        return status.section().figures().stream().map(figure -> figure.label() + "=" + figure.value()).toList();
    }

    /** Without the curves. */
    private List<String> rows(int table) {
        Table shown = status.section().tables().get(table);
        return shown.rows().stream().map(row -> row.subList(0, row.size() - 1).toString()).toList();
    }
}
