package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OneWayConsumer;
import dev.snowbird.rendezvous.message.RouteProperties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The beginning of a route that takes messages of other nodes: an exchange for each, with its bytes as the body and the
 * {@link Delivery} as a property. That of a message with a correlation id goes by that id. The route runs on the thread
 * that reads from the broker, and that goes on without waiting for what the route waits for.
 */
final class NodesConsumer extends OneWayConsumer {

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

    /** Runs the route, unless the message is too long for it. */
    void run(Delivery delivery) {
        if (delivery.body().length > endpoint.getMaxBodySize()) {
            dropped("a message of " + delivery.body().length + " bytes");
            return;
        }
        Exchange exchange = exchangeOf(delivery);
        exchange.getMessage().setBody(delivery.body());
        exchange.setProperty(RouteProperties.DELIVERY, delivery);
        run(exchange, () -> { });
    }
}
