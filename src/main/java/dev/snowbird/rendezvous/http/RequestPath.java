package dev.snowbird.rendezvous.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads the path of a request as Go's web server does: percent-decoded, where a plus is a plus. A path with {@code //},
 * {@code .} or {@code ..} in it is redirected to the clean one (Snowflake contract, section 2).
 */
final class RequestPath implements Handler<RoutingContext> {

    private static final String KEY = RequestPath.class.getName();

    @Override
    public void handle(RoutingContext context) {
        String path;
        try {
            path = new QueryStringDecoder(context.request().path()).path();
        } catch (IllegalArgumentException notPercentEncoded) {
            context.response().setStatusCode(400).end();
            return;
        }
        String clean = isClean(path) ? path : clean(path);
        if (clean.equals(path)) {
            context.put(KEY, path);
            context.next();
        } else {
            redirect(context, clean);
        }
    }

    /** Returns the decoded path of a request that has passed this handler. */
    static String of(RoutingContext context) {
        return context.get(KEY);
    }

    /**
     * Sends a peer to another path of this server.
     *
     * @param path the decoded path, which begins with exactly one slash
     */
    static void redirect(RoutingContext context, String path) {
        context.response().setStatusCode(301).putHeader("Location", encode(path)).end();
    }

    /** Tells at a glance, of nearly all paths, that there is nothing to be cleaned. */
    private static boolean isClean(String path) {
        return path.startsWith("/") && !path.contains("//") && !path.contains("/.");
    }

    private static String clean(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String lastSlash = path.endsWith("/") && !kept.isEmpty() ? "/" : "";
        return "/" + String.join("/", kept) + lastSlash;
    }

    private static String encode(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }
}
