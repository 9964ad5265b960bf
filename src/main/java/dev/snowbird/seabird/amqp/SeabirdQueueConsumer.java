package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OneWayConsumer;
import dev.snowbird.seabird.chat.RouteProperties;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The beginning of a route that takes what comes to all queues of a kind: an exchange for every message, with the
 * {@link Delivery} as its body and the stream, if the queue is one's, as a property; or, where the route says so, one
 * for every event, with all the streams that it comes for. That of a request goes by the request's id. The messages of
 * a queue come one after the other, but none waits for what the route of the one before waits for.
 */
public final class SeabirdQueueConsumer extends OneWayConsumer {

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

    private void run(Delivery delivery, String property, Object receiver, Runnable whenDone) {
        Exchange exchange = exchangeOf(delivery);
        exchange.getMessage().setBody(delivery);
        exchange.setProperty(property, receiver);
        run(exchange, whenDone);
    }
}
