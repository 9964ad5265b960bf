package dev.snowbird.http;

import dev.snowbird.rendezvous.matching.Matchmaker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * One path of the HTTP edge. A request runs through its route on the connection's own event loop, waits without a
 * thread, and is answered from wherever the route ends. Steps of such a route must never block.
 */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer {

    /** What Go's web server takes text for, which peers of the reference see (Snowflake contract, section 2). */
    static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private Route gate;

    AsyncHttpConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        super(endpoint, processor, List.of(), HttpEdge.ROUTER);
    }

    @Override
    protected void doStart() throws Exception {
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(getEndpoint().getCamelContext(), HttpEdge.ROUTER);
        gate = router.route(getEndpoint().getPath()).handler(this::admit).failureHandler(AsyncHttpConsumer::refuse);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        gate.remove();
        super.doStop();
    }

    /** Browser proxies come from other origins, so every answer says that they may (Snowflake contract, section 2). */
    private void admit(RoutingContext context) {
        if (!context.normalizedPath().equals(getEndpoint().getPath())) {
            context.fail(404);
            return;
        }
        context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Headers", "Origin, X-Session-ID");
        if (context.request().method() == HttpMethod.OPTIONS) {
            context.end();
        } else {
            context.next();
        }
    }

    /** A body that is too long is a bad request like any other. */
    private static void refuse(RoutingContext context) {
        if (context.statusCode() == RawBody.TOO_LONG) {
            context.response().setStatusCode(400).end();
        } else {
            context.next();
        }
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        if (isSuspended()) {
            context.response().setStatusCode(503).end();
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(Matchmaker.PEER_GONE, peerGone(context));
        processHttpRequest(exchange, context).onSuccess(ready -> process(exchange, context));
    }

    private static CompletableFuture<Void> peerGone(RoutingContext context) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        context.response().closeHandler(closed -> gone.complete(null));
        return gone;
    }

    @Override
    protected Future<Void> populateCamelMessage(RoutingContext context, Exchange exchange, Message message) {
        return super.populateCamelMessage(context, exchange, message)
                .onSuccess(headers -> message.setBody(context.body().buffer().getBytes()));
    }

    private void process(Exchange exchange, RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        try {
            createUoW(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        getAsyncProcessor().process(exchange, doneSync -> eventLoop.runOnContext(now -> {
            respond(exchange, context);
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }));
    }

    private void respond(Exchange exchange, RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("A request failed", exchange, exchange.getException());
            response.setStatusCode(500).end();
            return;
        }
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        copyHeaders(message, context);
        if (body == null || body.length == 0) {
            response.end();
            return;
        }
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", PLAIN_TEXT);
        }
        response.end(Buffer.buffer(body));
    }

    /** Camel keeps request headers on the message: only those that the route has set or changed are an answer. */
    private void copyHeaders(Message message, RoutingContext context) {
        message.getHeaders().forEach((name, value) -> {
            if (!Objects.equals(value, context.request().getHeader(name)) && !getEndpoint().getHeaderFilterStrategy()
                    .applyFilterToCamelHeaders(name, value, message.getExchange())) {
                context.response().putHeader(name, String.valueOf(value));
            }
        });
    }
}
