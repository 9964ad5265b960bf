package dev.snowbird.seabird;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.seabird.api.GrpcStream;
import io.grpc.Status;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Ties a stream to its queue, without which there is no stream.
 *
 * @param stream the stream
 * @param route  gets what comes to the queue, and says whether there is a route for it
 * @param late   gets what comes to it after the stream's end
 */
record StreamListener(GrpcStream stream, Predicate<Delivery> route, Consumer<Delivery> late)
        implements OwnedQueue.Listener {

    private static final Status NO_ROUTE =
            Status.UNAVAILABLE.withDescription("this core has no route from the stream's queue to the stream");

    /** For a queue from which nothing is of use after the stream's end. */
    StreamListener(GrpcStream stream, Predicate<Delivery> route) {
        this(stream, route, late -> { });
    }

    @Override
    public void delivered(Delivery delivery) {
        if (!route.test(delivery)) {
            stream.end(NO_ROUTE);
        }
    }

    @Override
    public void late(Delivery delivery) {
        late.accept(delivery);
    }

    @Override
    public boolean isWanted() {
        return !stream.isEnded();
    }

    @Override
    public void lost() {
        stream.end(Status.UNAVAILABLE.withDescription("the stream's queue at the message broker is gone"));
    }
}
