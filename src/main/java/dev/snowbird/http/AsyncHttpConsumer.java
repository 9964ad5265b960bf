package dev.snowbird.http;

import dev.snowbird.rendezvous.matching.Matchmaker;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * One path of the HTTP edge, or with {@code matchOnUriPrefix} all that is under it. A request runs through its route on
 * the connection's own event loop, waits without a thread, and is answered from wherever the route ends. Steps of such
 * a route must never block.
 *
 * <p>The exchange begins when the head of the request has arrived, so its clock counts the time that the body takes.
 */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer {

    /** What Go's web server takes text for, which peers of the reference see (Snowflake contract, section 2). */
    static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    /** The pages that only collectors and search engines read (Snowflake contract, section 2). */
    private static final Set<String> NOT_FOR_OTHER_ORIGINS = Set.of("/prometheus", "/robots.txt");

    private static final String EXCHANGE = AsyncHttpConsumer.class.getName();

    private final Visitors visitors;
    private Route gate;

    AsyncHttpConsumer(PlatformHttpEndpoint endpoint, Processor processor, Visitors visitors) {
        super(endpoint, processor, List.of(), HttpEdge.ROUTER);
        this.visitors = visitors;
    }

    @Override
    protected void doStart() throws Exception {
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(getEndpoint().getCamelContext(), HttpEdge.ROUTER);
        String paths = getEndpoint().getPath() + (getEndpoint().isMatchOnUriPrefix() ? "*" : "");
        gate = router.route(paths).handler(this::admit).failureHandler(AsyncHttpConsumer::refuse);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        gate.remove();
        super.doStop();
    }

    /** Browser proxies come from other origins, so every answer says that they may (Snowflake contract, section 2). */
    private void admit(RoutingContext context) {
        if (!isServed(RequestPath.of(context))) {
            context.fail(404);
            return;
        }
        if (isShortOfASlash(RequestPath.of(context))) {
            RequestPath.redirect(context, getEndpoint().getPath() + "/");
            return;
        }
        boolean forOtherOrigins = !NOT_FOR_OTHER_ORIGINS.contains(getEndpoint().getPath());
        if (forOtherOrigins) {
            context.response()
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .putHeader("Access-Control-Allow-Headers", "Origin, X-Session-ID");
        }
        if (forOtherOrigins && context.request().method() == HttpMethod.OPTIONS) {
            context.end();
            return;
        }
        OptionalLong wait = visitors.secondsToWait(getEndpoint().getPath(), context.request());
        if (wait.isPresent()) {
            context.response().setStatusCode(429).putHeader("Retry-After", String.valueOf(wait.getAsLong())).end();
        } else {
            visitors.addressOf(getEndpoint().getPath(), context.request()).ifPresentOrElse(
                    address -> begin(context, address), context.request().connection()::close);
        }
    }

    private void begin(RoutingContext context, InetAddress address) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(Matchmaker.PEER_ADDRESS, address);
        context.put(EXCHANGE, exchange);
        context.next();
    }

    /** Decides here and not by Vert.x' routes, which take more for the same path: a slash at the end for example. */
    private boolean isServed(String path) {
        return path.equals(getEndpoint().getPath())
                || getEndpoint().isMatchOnUriPrefix() && path.startsWith(getEndpoint().getPath() + "/");
    }

    private boolean isShortOfASlash(String path) {
        return getEndpoint().isMatchOnUriPrefix() && path.equals(getEndpoint().getPath());
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
        Exchange exchange = context.get(EXCHANGE);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(Matchmaker.PEER_GONE, peerGone(context));
        process(exchange, context);
    }

    private static CompletableFuture<Void> peerGone(RoutingContext context) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        context.response().closeHandler(closed -> gone.complete(null));
        return gone;
    }

    private void process(Exchange exchange, RoutingContext context) {
        HttpConversation conversation = new HttpConversation(context, getEndpoint().getHeaderFilterStrategy());
        Context eventLoop = context.vertx().getOrCreateContext();
        try {
            conversation.read(exchange, getEndpoint().getPath());
            createUoW(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        getAsyncProcessor().process(exchange, doneSync -> eventLoop.runOnContext(now -> {
            respond(exchange, conversation);
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }));
    }

    private void respond(Exchange exchange, HttpConversation conversation) {
        try {
            if (exchange.getException() == null) {
                conversation.answer(exchange);
                return;
            }
        } catch (RuntimeException e) {
            // What the route left is no response, for example a status that is no number.
            exchange.setException(e);
        }
        getExceptionHandler().handleException("A request failed", exchange, exchange.getException());
        conversation.fail();
    }
}
