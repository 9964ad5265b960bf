package dev.snowbird.rendezvous.cluster;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends a route's messages to other nodes. */
final class NodesProducer extends DefaultAsyncProducer {

    private final NodeLink link;
    private final String type;

    NodesProducer(NodesEndpoint endpoint, NodeLink link, String type) {
        super(endpoint);
        this.link = link;
        this.type = type;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> room;
        try {
            room = link.send(type, message(exchange)).toCompletableFuture();
        } catch (InvalidPayloadException e) {
            exchange.setException(e);
            room = CompletableFuture.completedFuture(null);
        }
        boolean now = room.isDone();
        room.whenComplete((ready, failure) -> callback.done(now));
        return now;
    }

    private static NodeMessage message(Exchange exchange) throws InvalidPayloadException {
        return exchange.getMessage().getBody() instanceof NodeMessage message ? message
                : NodeMessage.toAll(exchange.getMessage().getMandatoryBody(byte[].class));
    }
}
