package dev.snowbird.seabird;

import dev.snowbird.seabird.amqp.PublishedEvent;
import dev.snowbird.seabird.api.GrpcStream;
import dev.snowbird.seabird.chat.EventHeaders;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Makes events ready for the exchange that every plugin has a queue at. */
public final class EventPublication {

    private final SizeLimit limit;
    private final Counter published;

    /**
     * @param limit  how long an event may be
     * @param meters gets the count of published events
     */
    public EventPublication(SizeLimit limit, MeterRegistry meters) {
        this.limit = limit;
        this.published = counter("published", meters);
    }

    /** Returns the count of events that this core has passed on, to the broker or to plugins. */
    static Counter counter(String direction, MeterRegistry meters) {
        return Counter.builder("seabird.events").tag("direction", direction)
                .description("Events published to the broker, and delivered to plugins").register(meters);
    }

    /**
     * Adds the headers that AMQP may route the event by, and the queue of the backend that it comes from
     * (Seabird contract, section 13).
     *
     * @param event  the event
     * @param stream the stream that it came on; null for what a plugin's call does
     * @return what to publish
     * @throws StatusException RESOURCE_EXHAUSTED when it is too long
     */
    public PublishedEvent prepare(@Body Event event, @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream)
            throws StatusException {
        Optional<String> origin = Optional.ofNullable(stream)
                .flatMap(open -> open.attachment(BackendSession.class)).map(session -> session.queue().name());
        return new PublishedEvent(limit.check(event), EventHeaders.of(event), origin);
    }

    /** Counts an event that the broker has been given. */
    public void published() {
        published.increment();
    }
}
