package dev.snowbird.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.util.CollectionHelper;

/**
 * One request as a Camel message, and the message that comes of it as the response. Peers don't get to choose how they
 * are read: a query is ignored, and bodies are bytes whatever charset a header names.
 */
final class HttpConversation {

    /** Begins the names of headers that Camel and its routes keep to themselves. */
    private static final String CAMEL = "Camel";

    private final RoutingContext context;
    private final HeaderFilterStrategy headerFilter;
    private final Set<Object> requestHeaders = Collections.newSetFromMap(new IdentityHashMap<>());

    HttpConversation(RoutingContext context, HeaderFilterStrategy headerFilter) {
        this.context = context;
        this.headerFilter = headerFilter;
    }

    /**
     * Puts the request into an exchange: its headers, its body, and in {@code CamelHttpPath} what follows the
     * endpoint's path and a slash, decoded.
     */
    void read(Exchange exchange, String endpointPath) {
        HttpServerRequest request = context.request();
        Message message = new HttpMessage(exchange, request, context.response());
        Map<String, Object> headers = message.getHeaders();
        for (Map.Entry<String, String> header : request.headers()) {
            if (!headerFilter.applyFilterToExternalHeaders(header.getKey(), header.getValue(), exchange)) {
                CollectionHelper.appendEntry(headers, header.getKey(), header.getValue());
            }
        }
        requestHeaders.addAll(headers.values());
        String path = RequestPath.of(context);
        headers.put(Exchange.HTTP_PATH, path.substring(Math.min(path.length(), endpointPath.length() + 1)));
        headers.put(Exchange.HTTP_METHOD, request.method().name());
        headers.put(VertxPlatformHttpConstants.REMOTE_ADDRESS, request.remoteAddress());
        message.setBody(context.body().buffer().getBytes());
        exchange.setIn(message);
    }

    /** Sends 500 and nothing else, unless the peer is gone. */
    void fail() {
        HttpServerResponse response = context.response();
        if (!response.closed() && !response.ended()) {
            response.headers().clear();
            response.setStatusCode(500).end();
        }
    }

    /** Sends what an exchange has come to, unless the peer is gone. What can't be sent at all is thrown. */
    void answer(Exchange exchange) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        copyHeaders(message, response);
        if (body == null || body.length == 0) {
            response.end();
            return;
        }
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", AsyncHttpConsumer.PLAIN_TEXT);
        }
        response.end(Buffer.buffer(body));
    }

    /**
     * Camel keeps request headers on the message: only those that the route has set are an answer. All of these are,
     * where Camel's own filter would hold back Cache-Control.
     */
    private void copyHeaders(Message message, HttpServerResponse response) {
        message.getHeaders().forEach((name, value) -> {
            if (!requestHeaders.contains(value) && !name.regionMatches(true, 0, CAMEL, 0, CAMEL.length())) {
                response.putHeader(name, String.valueOf(value));
            }
        });
    }
}
