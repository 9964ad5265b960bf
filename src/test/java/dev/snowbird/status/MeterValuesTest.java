package dev.snowbird.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterValuesTest {

    private final MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void addsUpWhatTheTagsDoNotTellApart() {
        meters.counter("offers", "method", "http", "pool", "open").increment(2);
        meters.counter("offers", "method", "http", "pool", "strict").increment();
        meters.counter("offers", "method", "sqs", "pool", "open").increment(4);

        assertEquals(Map.of(List.of("http"), 3.0, List.of("sqs"), 4.0), MeterValues.of(meters, "offers", "method"));
        assertEquals(Map.of(List.of(), 7.0), MeterValues.of(meters, "offers"));
        assertEquals(Map.of(), MeterValues.of(meters, "nothing", "method"));
    }

    @Test
    void takesTheCountsOfTimersAndTheValuesOfGauges() {
        meters.timer("calls", "rpc", "A").record(Duration.ofSeconds(3));
        meters.gauge("streams", 5);
        meters.gauge("gone", Double.NaN);

        assertEquals(Map.of(List.of("A"), 1.0), MeterValues.of(meters, "calls", "rpc"));
        assertEquals(Map.of(List.of("A"), 3.0), MeterValues.seconds(meters, "calls", "rpc"));
        assertEquals(Map.of(List.of(), 5.0), MeterValues.of(meters, "streams"));
        assertEquals(Map.of(List.of(), 0.0), MeterValues.of(meters, "gone"));
    }

    @Test
    void countsUpToEachBound() {
        for (String pool : List.of("open", "strict")) {
            Timer timer = Timer.builder("match").tag("pool", pool)
                    .serviceLevelObjectives(Duration.ofMillis(500), Duration.ofSeconds(1)).register(meters);
            timer.record(Duration.ofMillis(400));
            timer.record(Duration.ofMillis(700));
            timer.record(Duration.ofSeconds(9));
        }

        assertEquals(Map.of(List.of("0.5"), 2.0, List.of("1.0"), 4.0, List.of("Infinity"), 6.0),
                MeterValues.buckets(meters, "match"));
    }
}
