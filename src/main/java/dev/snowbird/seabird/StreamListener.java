package dev.snowbird.seabird;

import dev.snowbird.seabird.amqp.Delivery;
import dev.snowbird.seabird.amqp.StreamQueue;
import dev.snowbird.seabird.api.GrpcStream;
import io.grpc.Status;

/** Ties a stream to its queue: what comes to the queue goes to a route, and without the queue there is no stream. */
record StreamListener(GrpcStream stream, RouteFeed feed) implements StreamQueue.Listener {

    @Override
    public void delivered(Delivery delivery) {
        feed.feed(delivery, stream);
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
