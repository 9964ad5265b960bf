package dev.snowbird.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.routes.RunningRoutes;
import dev.snowbird.status.StatusBoard;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;

/**
 * The status page: its files, the document that it asks for again and again, and the pictures of routes. However many
 * look, the document is computed once a second at most.
 */
final class StatusPage {

    private static final String FOLDER = "/status/";
    /** Nothing but what this server has, nothing in the page's own text, and in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final int NOT_FOUND = 404;

    private final StatusBoard board;
    private final ProgramHealth health;
    private final Instant started = Instant.now();
    private final ObjectMapper json = new ObjectMapper();
    private Buffer document;
    private long computed;

    /**
     * @param board  what there is to tell
     * @param health what the program is about
     */
    StatusPage(StatusBoard board, ProgramHealth health) {
        this.board = board;
        this.health = health;
    }

    /** Puts everything on a server. */
    void serve(Router server, CamelContext context) {
        RunningRoutes routes = new RunningRoutes(context);
        file(server, "/", "index.html", "text/html; charset=utf-8");
        file(server, "/status.css", "status.css", "text/css; charset=utf-8");
        file(server, "/status.js", "status.js", "text/javascript; charset=utf-8");
        file(server, "/status.svg", "status.svg", "image/svg+xml");
        get(server, "/status.json").handler(request ->
                answer(request, "application/json", () -> Optional.of(document(context, routes))));
        get(server, "/flow.svg").handler(request -> answer(request, "image/svg+xml",
                () -> routes.picture(request.request().getParam("name", "")).map(Buffer::buffer)));
    }

    private static Route get(Router server, String path) {
        return server.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void file(Router server, String path, String name, String type) {
        try (InputStream in = StatusPage.class.getResourceAsStream(FOLDER + name)) {
            Buffer content = Buffer.buffer(in.readAllBytes());
            get(server, path).handler(request -> head(request, type).end(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Off the event loop, since what is told may have to be waited for. */
    private static void answer(RoutingContext request, String type, Callable<Optional<Buffer>> content) {
        request.vertx().executeBlocking(content, false).onFailure(request::fail).onSuccess(found ->
                found.ifPresentOrElse(buffer -> head(request, type).end(buffer), () -> request.fail(NOT_FOUND)));
    }

    private static HttpServerResponse head(RoutingContext request, String type) {
        HttpServerResponse response = request.response();
        Map.of("Content-Type", type, "Content-Security-Policy", POLICY, "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy", "same-origin",
                "Cache-Control", "no-cache").forEach(response::putHeader);
        return response;
    }

    private synchronized Buffer document(CamelContext context, RunningRoutes routes) throws JsonProcessingException {
        if (document == null || System.nanoTime() - computed > FRESH) {
            document = Buffer.buffer(json.writeValueAsBytes(
                    StatusDocument.of(health.phase(), started, board, context, routes)));
            computed = System.nanoTime();
        }
        return document;
    }
}
