package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.chat.RouteProperties;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * The beginning of a route that takes what comes to all queues of a kind: an exchange for every message, with the
 * {@link Delivery} as its body and the stream, if the queue is one's, as a property; or, where the route says so, one
 * for every event, with all the streams that it comes for. That of a request goes by the request's id. The messages of
 * a queue come one after the other, but none waits for what the route of the one before waits for.
 */
public final class SeabirdQueueConsumer extends DefaultConsumer {

    private final BoundedLog log = new BoundedLog(SeabirdQueueConsumer.class);
    private final QueueRoutes routes;
    private final QueueKind kind;
    /** None for a route that is run for each stream. */
    private final Optional<EventRounds> rounds;

    SeabirdQueueConsumer(SeabirdQueueEndpoint endpoint, Processor processor, QueueRoutes routes, QueueKind kind) {
        super(endpoint, processor);
        this.routes = routes;
        this.kind = kind;
        this.rounds = endpoint.isOncePerEvent() ? Optional.of(new EventRounds()) : Optional.empty();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        routes.add(kind, this);
    }

    @Override
    protected void doStop() throws Exception {
        routes.remove(kind, this);
        super.doStop();
    }

    /** Takes a message: has the route run with it, unless it was run with another copy of the same event. */
    void run(Delivery delivery, Object stream) {
        if (rounds.isEmpty()) {
            run(delivery, RouteProperties.STREAM, stream, () -> { });
        } else {
            rounds.get().begin(delivery, stream)
                    .ifPresent(round -> run(delivery, RouteProperties.STREAMS, round, round::over));
        }
    }

    /** Runs the route. What goes wrong is one line in the log: there is nobody to tell. */
    private void run(Delivery delivery, String property, Object receiver, Runnable whenDone) {
        Exchange exchange = createExchange(false);
        if (!delivery.correlationId().isEmpty()) {
            exchange.setExchangeId(LogText.of(delivery.correlationId()));
        }
        exchange.getMessage().setBody(delivery);
        exchange.setProperty(property, receiver);
        getAsyncProcessor().process(exchange, done -> {
            whenDone.run();
            if (exchange.getException() != null) {
                log.warn("{}: dropped: {}", getRouteId(), RootCause.line(exchange.getException()));
            }
            releaseExchange(exchange, false);
        });
    }
}
