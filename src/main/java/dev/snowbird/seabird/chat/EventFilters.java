package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.StatusException;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Reads the filters that plugins ask for. */
public final class EventFilters {

    /**
     * Tells which events a plugin's stream is for.
     *
     * @param request the plugin's commands, which {@code mine} in a filter stands for
     * @param texts   the filters, of which any may let an event through; null when there are none
     * @return the filter; null for all events
     * @throws StatusException with INVALID_ARGUMENT that names what is wrong with a filter
     */
    public EventFilter of(@Body StreamEventsRequest request,
            @ExchangeProperty(RouteProperties.FILTER_TEXTS) List<String> texts) throws StatusException {
        return texts == null ? null : EventFilter.parse(texts, request.getCommandsMap().keySet());
    }
}
