package dev.snowbird.seabird;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.seabird.api.GrpcStream;
import io.grpc.Status;
import java.util.function.Consumer;

/**
 * Ties a stream to its queue, without which there is no stream.
 *
 * @param stream     the stream
 * @param deliveries gets what comes to the queue
 */
record StreamListener(GrpcStream stream, Consumer<Delivery> deliveries) implements OwnedQueue.Listener {

    @Override
    public void delivered(Delivery delivery) {
        deliveries.accept(delivery);
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
