package dev.snowbird.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads a request's body into memory as it is. Unlike Vert.x' own handler it never takes a body for a form: peers send
 * JSON under any content type.
 */
final class RawBody implements Handler<RoutingContext> {

    /** The status of a body that is too long, until a consumer turns it into the status of its API. */
    static final int TOO_LONG = 413;

    private final int maxSize;

    RawBody(int maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= maxSize) {
                body.appendBuffer(chunk);
            } else if (!context.failed()) {
                context.fail(TOO_LONG);
            }
        });
        request.endHandler(end -> {
            if (!context.failed()) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        });
        request.resume();
    }
}
