package dev.snowbird.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.ExchangeHelper;

/**
 * Tells of messages that a route could not go on with: one line a minute for each kind of failure, for peers can send
 * as many such messages as they like. Routes get one for each place that drops.
 */
public final class DroppedMessages {

    private static final String LOGGER = "dev.snowbird.routes";

    private final ConcurrentMap<Class<?>, BoundedLog> logs = new ConcurrentHashMap<>();

    /**
     * Writes or counts the line of a message.
     *
     * @param exchange has failed, which its error handler has caught
     */
    public void tell(Exchange exchange) {
        Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
        logs.computeIfAbsent(failure.getClass(), kind -> new BoundedLog(LOGGER))
                .warn("{}: dropped: {}", ExchangeHelper.getRouteId(exchange), RootCause.line(failure));
    }
}
