package dev.snowbird.seabird.amqp;

import io.coded.seabird.seabird.Event;
import java.util.Map;
import java.util.Optional;

/**
 * An event for all plugins.
 *
 * @param event   the event
 * @param headers by which AMQP may route it
 * @param origin  the queue of the backend's stream that it came from; none for what a plugin did
 */
public record PublishedEvent(Event event, Map<String, String> headers, Optional<String> origin) {
}
