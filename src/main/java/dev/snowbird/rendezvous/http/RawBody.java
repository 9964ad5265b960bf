package dev.snowbird.rendezvous.http;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads a request's body into memory as it is. Unlike Vert.x' own handler it never takes a body for a form: peers send
 * JSON under any content type.
 */
final class RawBody implements Handler<RoutingContext> {

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LONG = 413;

    private final int maxSize;

    RawBody(int maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            if (lengthOf(request) > maxSize) {
                refuseBeforeItIsSent(context);
                return;
            }
            context.response().writeContinue();
        }
        Body body = new Body();
        request.handler(chunk -> {
            if (body.read.length() + chunk.length() <= maxSize) {
                body.add(chunk);
            } else if (!context.failed()) {
                // As in the reference, a bad request like any other.
                context.fail(BAD_REQUEST);
            }
        });
        request.endHandler(end -> {
            if (!context.failed()) {
                ((RoutingContextInternal) context).setBody(body.read);
                context.next();
            }
        });
        request.resume();
    }

    /** What has come of a body: nearly always all of it at once, which is not copied then. */
    private static final class Body {

        private Buffer read = Buffer.buffer(0);

        private void add(Buffer chunk) {
            read = read.length() == 0 ? chunk : read.appendBuffer(chunk);
        }
    }

    private static long lengthOf(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /** Nobody can tell whether the body comes nevertheless, so nothing else is read from this connection. */
    private static void refuseBeforeItIsSent(RoutingContext context) {
        boolean closes = context.request().version() != HttpVersion.HTTP_2;
        if (closes) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.response().setStatusCode(TOO_LONG).end().onSuccess(sent -> {
            if (closes) {
                context.request().connection().close();
            }
        });
    }
}
