package dev.snowbird.rendezvous.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.util.CollectionHelper;

/**
 * A path that deployed peers know, or with {@code matchOnUriPrefix} all that is under it, served as the reference's web
 * server does (Snowflake contract, section 2). Peers don't get to choose how they are read: the path is matched to the
 * letter, a query is ignored, and bodies are bytes whatever type or charset a header names.
 *
 * <p>The exchange begins when the head of the request has arrived, so its clock counts the time that the body takes.
 */
public final class ContractHttpConsumer extends AsyncHttpConsumer {

    /** What Go's web server takes text for, which peers of the reference see. */
    public static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private static final String EXCHANGE = ContractHttpConsumer.class.getName();
    /** Camel's own filter for HTTP would hold back Cache-Control. */
    private static final HeaderFilterStrategy CAMELS_OWN = new CamelsOwn();

    private final boolean forOtherOrigins;

    /**
     * @param forOtherOrigins whether pages of other origins may use it, as browser proxies do
     */
    ContractHttpConsumer(EdgeHttpEndpoint endpoint, Processor processor, boolean forOtherOrigins) {
        super(endpoint, processor, new RawBody(endpoint.maxBodySize()));
        this.forOtherOrigins = forOtherOrigins;
    }

    /** Holds back the headers that Camel and its routes keep to themselves. */
    private static final class CamelsOwn extends DefaultHeaderFilterStrategy {

        private CamelsOwn() {
            setLowerCase(true);
            setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        }
    }

    @Override
    void admit(RoutingContext context) {
        if (!isServed(RequestPath.of(context))) {
            context.fail(404);
            return;
        }
        if (isShortOfASlash(RequestPath.of(context))) {
            RequestPath.redirect(context, getEndpoint().getPath() + "/");
            return;
        }
        if (forOtherOrigins) {
            context.response()
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .putHeader("Access-Control-Allow-Headers", "Origin, X-Session-ID");
        }
        if (forOtherOrigins && context.request().method() == HttpMethod.OPTIONS) {
            context.end();
            return;
        }
        greet(context, address -> {
            Exchange exchange = begin(address);
            // Else each step that returns something would copy the headers to a message of its own.
            exchange.setPattern(ExchangePattern.InOnly);
            context.put(EXCHANGE, exchange);
            super.admit(context);
        });
    }

    /** Decides here and not by Vert.x' routes, which take more for the same path: a slash at the end for example. */
    private boolean isServed(String path) {
        return path.equals(getEndpoint().getPath())
                || getEndpoint().isMatchOnUriPrefix() && path.startsWith(getEndpoint().getPath() + "/");
    }

    private boolean isShortOfASlash(String path) {
        return getEndpoint().isMatchOnUriPrefix() && path.equals(getEndpoint().getPath());
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        if (isSuspended()) {
            refuseWhileStopping(context);
            return;
        }
        Exchange exchange = context.get(EXCHANGE);
        try {
            read(context, exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        run(context, exchange, CAMELS_OWN);
    }

    /** What follows the endpoint's path and a slash is the header {@code CamelHttpPath}, decoded. */
    private void read(RoutingContext context, Exchange exchange) {
        HttpServerRequest request = context.request();
        Message message = exchange.getIn();
        Map<String, Object> headers = message.getHeaders();
        HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
        for (Map.Entry<String, String> header : request.headers()) {
            if (!filter.applyFilterToExternalHeaders(header.getKey(), header.getValue(), exchange)) {
                CollectionHelper.appendEntry(headers, header.getKey(), header.getValue());
            }
        }
        String path = RequestPath.of(context);
        headers.put(Exchange.HTTP_PATH, path.substring(Math.min(path.length(), getEndpoint().getPath().length() + 1)));
        headers.put(Exchange.HTTP_METHOD, request.method().name());
        headers.put(VertxPlatformHttpConstants.REMOTE_ADDRESS, request.connection().remoteAddress());
        message.setBody(context.body().buffer().getBytes());
    }

    @Override
    int statusOf(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
    }

    @Override
    String defaultContentType() {
        return PLAIN_TEXT;
    }
}
