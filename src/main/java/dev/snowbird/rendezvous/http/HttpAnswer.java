package dev.snowbird.rendezvous.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.ObjectHelper;

/**
 * What a route has come to, as the response to a request. Camel keeps the request's headers on the message: only those
 * that the route has set are an answer, or a peer could choose the headers of its own page.
 */
final class HttpAnswer {

    private final RoutingContext context;
    private final HeaderFilterStrategy filter;
    private final Set<Object> requestHeaders;

    /**
     * @param request what the route is given
     * @param filter  holds back what is none of the peers' business
     */
    HttpAnswer(RoutingContext context, Message request, HeaderFilterStrategy filter) {
        this.context = context;
        this.filter = filter;
        requestHeaders = Collections.newSetFromMap(new IdentityHashMap<>(request.getHeaders().size()));
        requestHeaders.addAll(request.getHeaders().values());
    }

    /**
     * Sends what an exchange has come to, unless the peer is gone.
     *
     * @param status      the status to send
     * @param contentType that of a body whose route says none; null for none
     * @return done when it is handed over; fails, with nothing sent, when it is no response
     */
    Future<Void> send(Exchange exchange, int status, String contentType) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        Message message = exchange.getMessage();
        MultiMap headers = headersOf(message);
        Object ownType = message.getHeader(Exchange.CONTENT_TYPE);
        String type = ownType == null || requestHeaders.contains(ownType) ? contentType : ownType.toString();
        return bytesOf(message).map(body -> {
            if (response.closed() || response.ended()) {
                return null;
            }
            response.setStatusCode(status);
            headers.names().forEach(name -> response.putHeader(name, headers.getAll(name)));
            if (body.length() > 0 && type != null) {
                response.putHeader(Exchange.CONTENT_TYPE, type);
            }
            response.end(body);
            return null;
        });
    }

    /** Sends 500 and nothing else that the route has set, unless the peer is gone. */
    void fail() {
        HttpServerResponse response = context.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(500).end();
        }
    }

    /** What is not in memory yet, such as a file, is read by a thread that may wait. */
    private Future<Buffer> bytesOf(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return Future.succeededFuture(Buffer.buffer());
        }
        if (body instanceof String text) {
            return Future.succeededFuture(Buffer.buffer(text));
        }
        if (body instanceof byte[] bytes) {
            return Future.succeededFuture(Buffer.buffer(bytes));
        }
        if (body instanceof StreamCache cache && cache.inMemory()) {
            return Future.succeededFuture(bytesOf(cache));
        }
        return context.vertx().executeBlocking(() -> Buffer.buffer(message.getMandatoryBody(byte[].class)), false);
    }

    /** What routes have marshalled is in memory, but for what is very long. */
    private static Buffer bytesOf(StreamCache cache) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) cache.length());
        try {
            cache.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private MultiMap headersOf(Message message) {
        MultiMap headers = HttpHeaders.headers();
        message.getHeaders().forEach((name, value) -> {
            if (!requestHeaders.contains(value)) {
                List<String> values = new ArrayList<>();
                for (Iterator<?> all = ObjectHelper.createIterator(value, null, true); all.hasNext();) {
                    String one = String.valueOf(all.next());
                    if (!filter.applyFilterToCamelHeaders(name, one, message.getExchange())) {
                        values.add(one);
                    }
                }
                if (!values.isEmpty()) {
                    headers.set(name, values);
                }
            }
        });
        return headers;
    }
}
