package dev.snowbird.rendezvous.http;

import io.netty.util.concurrent.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends a request of HTTP/2 whose body does not come in time, whether anybody waits for it or not. Others of the same
 * connection may be fine, so this is not for {@link RequestTimeout}, which has those of HTTP/1.
 */
final class StreamTimeout implements Handler<RoutingContext> {

    private final Duration timeout;

    StreamTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            RequestTimeout.arrived(request.connection());
            watch(context, request);
        }
        context.next();
    }

    private void watch(RoutingContext context, HttpServerRequest request) {
        Future<?> deadline = Deadline.set(((ConnectionBase) request.connection()).channel(), timeout,
                request::isEnded, request.response()::reset);
        context.addEndHandler(answered -> {
            if (request.isEnded()) {
                deadline.cancel(false);
            }
        });
    }
}
