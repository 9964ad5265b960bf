package dev.snowbird.seabird;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.chat.RouteProperties;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/**
 * Hands what queues bring to one static route. Queues come and go with streams by the thousand; a route for each
 * would cost more than all else about a stream.
 */
final class RouteFeed {

    private final BoundedLog log = new BoundedLog(RouteFeed.class);
    private final Supplier<CamelContext> context;
    private final String uri;
    private AsyncProducer route;

    /**
     * @param context runs the route; started before the first delivery
     * @param route   the route's id, which is also its {@code direct:} name
     */
    RouteFeed(Supplier<CamelContext> context, String route) {
        this.context = context;
        this.uri = "direct:" + route;
    }

    /**
     * Runs the route with a delivery as its body. What goes wrong is one line in the log: there is nobody to tell.
     *
     * @param delivery what came
     * @param stream   the stream whose queue it came to, for the route to know; null for the core's own queue
     */
    void feed(Delivery delivery, Object stream) {
        AsyncProducer started = started();
        Exchange exchange = started.getEndpoint().createExchange(ExchangePattern.InOnly);
        exchange.getMessage().setBody(delivery);
        exchange.setProperty(RouteProperties.STREAM, stream);
        started.process(exchange, done -> {
            if (exchange.getException() != null) {
                log.warn("{}: dropped: {}", uri, RootCause.line(exchange.getException()));
            }
        });
    }

    private synchronized AsyncProducer started() {
        if (route == null) {
            Endpoint endpoint = context.get().getEndpoint(uri);
            try {
                route = endpoint.createAsyncProducer();
            } catch (Exception e) {
                throw new IllegalStateException("no deliveries to " + uri, e);
            }
            route.start();
        }
        return route;
    }
}
