package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.message.RouteProperties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * The beginning of a route that takes messages of other nodes: an exchange for each, with its bytes as the body and the
 * {@link Delivery} as a property. That of a message with a correlation id goes by that id. The route runs on the thread
 * that reads from the broker, and that goes on without waiting for what the route waits for.
 */
final class NodesConsumer extends DefaultConsumer {

    private final BoundedLog log = new BoundedLog(NodesConsumer.class);
    private final NodesEndpoint endpoint;
    private final NodeLink link;
    private final String type;

    NodesConsumer(NodesEndpoint endpoint, Processor processor, NodeLink link, String type) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.link = link;
        this.type = type;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        link.add(type, this);
    }

    @Override
    protected void doStop() throws Exception {
        link.remove(type, this);
        super.doStop();
    }

    /** Runs the route. What goes wrong is one line in the log: there is nobody to tell. */
    void run(Delivery delivery) {
        if (delivery.body().length > endpoint.getMaxBodySize()) {
            log.warn("{}: dropped: a message of {} bytes", getRouteId(), delivery.body().length);
            return;
        }
        Exchange exchange = createExchange(false);
        if (!delivery.correlationId().isEmpty()) {
            exchange.setExchangeId(LogText.of(delivery.correlationId()));
        }
        exchange.getMessage().setBody(delivery.body());
        exchange.setProperty(RouteProperties.DELIVERY, delivery);
        getAsyncProcessor().process(exchange, done -> {
            if (exchange.getException() != null) {
                log.warn("{}: dropped: {}", getRouteId(), RootCause.line(exchange.getException()));
            }
            releaseExchange(exchange, false);
        });
    }
}
