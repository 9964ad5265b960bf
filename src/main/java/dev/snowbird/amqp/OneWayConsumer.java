package dev.snowbird.amqp;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import dev.snowbird.log.RootCause;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * The beginning of a route whose outcome nobody waits for. What goes wrong in it is one line in the log; but that the
 * broker is lost, and what that means, {@link AmqpLink} has told already.
 */
public abstract class OneWayConsumer extends DefaultConsumer {

    /** In the name of what extends this. */
    private final BoundedLog log = new BoundedLog(getClass());

    /**
     * @param endpoint  what the route begins with
     * @param processor the route
     */
    protected OneWayConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Makes the exchange of a message, which goes by the message's correlation id if that has one. */
    protected final Exchange exchangeOf(Delivery delivery) {
        Exchange exchange = createExchange(false);
        if (!delivery.correlationId().isEmpty()) {
            exchange.setExchangeId(LogText.of(delivery.correlationId()));
        }
        return exchange;
    }

    /**
     * Runs the route.
     *
     * @param exchange made for this, and not to be used afterwards
     * @param whenDone is run when the route has ended, however it did; must not block
     */
    protected final void run(Exchange exchange, Runnable whenDone) {
        getAsyncProcessor().process(exchange, done -> {
            whenDone.run();
            if (exchange.getException() != null && !AmqpErrors.isUnreachable(exchange.getException())) {
                dropped(RootCause.line(exchange.getException()));
            }
            releaseExchange(exchange, false);
        });
    }

    /** Tells that a message goes no further. */
    protected final void dropped(String reason) {
        log.warn("{}: dropped: {}", getRouteId(), reason);
    }
}
