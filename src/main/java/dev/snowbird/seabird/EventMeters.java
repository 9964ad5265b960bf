package dev.snowbird.seabird;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How many events this core has passed on, in each direction. */
final class EventMeters {

    private EventMeters() {
    }

    /** Returns the count of events that went to the exchange of all events. */
    static Counter published(MeterRegistry meters) {
        return counter("published", meters);
    }

    /** Returns the count of events that went out on plugins' streams; one event counts for each. */
    static Counter delivered(MeterRegistry meters) {
        return counter("delivered", meters);
    }

    /** Returns the count of events that plugins' queues should have brought and did not; one event counts for each. */
    static Counter lost(MeterRegistry meters) {
        return Counter.builder("seabird.events.lost")
                .description("Events that were missing in a plugin's queue").register(meters);
    }

    private static Counter counter(String direction, MeterRegistry meters) {
        return Counter.builder("seabird.events").tag("direction", direction)
                .description("Events published to the broker, and delivered to plugins").register(meters);
    }
}
