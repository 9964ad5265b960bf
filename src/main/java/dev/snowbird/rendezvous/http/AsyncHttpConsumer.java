package dev.snowbird.rendezvous.http;

import dev.snowbird.rendezvous.message.RouteProperties;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.http.HttpUtil;
import org.apache.camel.util.CollectionHelper;

/**
 * A path of the HTTP edge, read as Camel's own consumer reads it: parameters of the path, of the query and of forms are
 * headers. But a request runs through its route on the connection's own event loop, waits without a thread, and is
 * answered from wherever the route ends. Steps of such a route must never block.
 */
class AsyncHttpConsumer extends VertxPlatformHttpConsumer {

    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final String BODY = AsyncHttpConsumer.class.getName();
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^/}]+)\\}");

    private final ClientLimits limits;
    private final Handler<RoutingContext> body;
    private Route gate;

    AsyncHttpConsumer(EdgeHttpEndpoint endpoint, Processor processor) {
        this(endpoint, processor, BodyHandler.create(false).setBodyLimit(endpoint.maxBodySize()));
    }

    /**
     * @param body reads a request's body
     */
    AsyncHttpConsumer(EdgeHttpEndpoint endpoint, Processor processor, Handler<RoutingContext> body) {
        super(endpoint, processor, List.of(), HttpEdge.ROUTER);
        this.limits = endpoint.clientLimits();
        this.body = body;
    }

    @Override
    protected void doStart() throws Exception {
        // As Camel's own consumer has it, which keeps it to itself.
        String path = PATH_PARAMETER.matcher(getEndpoint().getPath()).replaceAll(":$1");
        gate = VertxPlatformHttpRouter.lookup(getEndpoint().getCamelContext(), HttpEdge.ROUTER)
                .route(getEndpoint().isMatchOnUriPrefix() && !path.endsWith("*") ? path + "*" : path)
                .handler(this::admit);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        gate.remove();
        super.doStop();
    }

    /** Sees a request when its head has arrived. */
    void admit(RoutingContext context) {
        context.put(BODY, body);
        context.next();
    }

    /** Reads the body of a request that was admitted. */
    static void readBody(RoutingContext context) {
        context.<Handler<RoutingContext>>get(BODY).handle(context);
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        if (isSuspended()) {
            refuseWhileStopping(context);
        } else if (!isKnown(context.parsedHeaders().contentType().parameter("charset"))) {
            context.response().setStatusCode(UNSUPPORTED_MEDIA_TYPE).end();
        } else if (!hasReadableQuery(context)) {
            context.response().setStatusCode(BAD_REQUEST).end();
        } else {
            greet(context, address -> read(context, begin(address)));
        }
    }

    private void read(RoutingContext context, Exchange exchange) {
        processHttpRequest(exchange, context).onComplete(read -> {
            exchange.setException(read.cause());
            if (getEndpoint().isUseBodyHandler()) {
                readForm(context.request(), exchange.getIn());
            }
            run(context, exchange, getEndpoint().getHeaderFilterStrategy());
        });
    }

    /** As in Camel's own consumer, which keeps it to itself. */
    private void readForm(HttpServerRequest request, Message message) {
        if (!request.isExpectMultipart()) {
            return;
        }
        MultiMap form = request.formAttributes();
        Map<String, Object> body = new HashMap<>();
        form.forEach((name, value) -> {
            if (!getEndpoint().getHeaderFilterStrategy()
                    .applyFilterToExternalHeaders(name, value, message.getExchange())) {
                CollectionHelper.appendEntry(message.getHeaders(), name, value);
                CollectionHelper.appendEntry(body, name, value);
            }
        });
        if (getEndpoint().isPopulateBodyWithForm() && !body.isEmpty()) {
            message.setBody(body);
        }
    }

    private static boolean hasReadableQuery(RoutingContext context) {
        try {
            context.queryParams();
            return true;
        } catch (HttpException notPercentEncoded) {
            return false;
        }
    }

    private static boolean isKnown(String charset) {
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalArgumentException notEvenAName) {
            return false;
        }
    }

    static void refuseWhileStopping(RoutingContext context) {
        context.response().setStatusCode(SERVICE_UNAVAILABLE).end();
    }

    /**
     * Goes on with the address that a request comes from, if it is welcome.
     *
     * @param welcome not called when the peer has used up its limit or is gone
     */
    final void greet(RoutingContext context, Consumer<InetAddress> welcome) {
        OptionalLong wait = limits.secondsToWait(context.request());
        if (wait.isPresent()) {
            context.response().setStatusCode(TOO_MANY_REQUESTS)
                    .putHeader("Retry-After", String.valueOf(wait.getAsLong())).end();
        } else {
            limits.addressOf(context.request()).ifPresentOrElse(welcome, context.request().connection()::close);
        }
    }

    /** Begins the exchange of a request, whose clock runs from now on. */
    final Exchange begin(InetAddress address) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(RouteProperties.CLIENT_ADDRESS, address);
        return exchange;
    }

    /** Lets a request that has been read run through the route, and answers it. */
    final void run(RoutingContext context, Exchange exchange, HeaderFilterStrategy filter) {
        HttpAnswer answer = new HttpAnswer(context, exchange.getIn(), filter);
        exchange.setProperty(RouteProperties.PEER_GONE, peerGone(context));
        ContextInternal eventLoop = (ContextInternal) context.vertx().getOrCreateContext();
        exchange.setProperty(RouteProperties.EVENT_LOOP,
                (Executor) next -> eventLoop.runOnContext(now -> next.run()));
        try {
            createUoW(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            fail(exchange, answer);
            return;
        }
        getAsyncProcessor().process(exchange, doneSync -> eventLoop.emit(exchange, done -> respond(done, answer)));
    }

    private static CompletableFuture<Void> peerGone(RoutingContext context) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        context.response().closeHandler(closed -> gone.complete(null));
        return gone;
    }

    private void respond(Exchange exchange, HttpAnswer answer) {
        if (exchange.getException() != null) {
            fail(exchange, answer);
            return;
        }
        try {
            answer.send(exchange, statusOf(exchange), defaultContentType())
                    .onSuccess(sent -> end(exchange))
                    .onFailure(unreadable -> {
                        exchange.setException(unreadable);
                        fail(exchange, answer);
                    });
        } catch (RuntimeException e) {
            // What the route left is no response, for example a status that is no number.
            exchange.setException(e);
            fail(exchange, answer);
        }
    }

    private void fail(Exchange exchange, HttpAnswer answer) {
        getExceptionHandler().handleException("A request failed", exchange, exchange.getException());
        answer.fail();
        end(exchange);
    }

    private void end(Exchange exchange) {
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }

    /** Returns the status that an exchange without a failure has come to. */
    int statusOf(Exchange exchange) {
        return HttpUtil.determineResponseCode(exchange, exchange.getMessage().getBody());
    }

    /** Returns the type of a body whose route says none; null for none. */
    String defaultContentType() {
        return null;
    }
}
