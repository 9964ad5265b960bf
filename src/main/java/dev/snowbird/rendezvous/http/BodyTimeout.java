package dev.snowbird.rendezvous.http;

import io.netty.util.concurrent.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Hangs up on a peer that does not send all of a request in time, whether anybody waits for it or not. */
final class BodyTimeout implements Handler<RoutingContext> {

    private final Duration timeout;

    BodyTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Future<?> deadline = Deadline.set(((ConnectionBase) request.connection()).channel(), timeout,
                request::isEnded, () -> hangUp(request));
        context.addEndHandler(answered -> {
            if (request.isEnded()) {
                deadline.cancel(false);
            }
        });
        context.next();
    }

    private static void hangUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // Other requests of the same connection may be fine.
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
