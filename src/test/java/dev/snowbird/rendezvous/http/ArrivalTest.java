package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bucket4j.TimeMeter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private final CompletableFuture<Long> bodyWaitedFor = new CompletableFuture<>();
    private final CompletableFuture<Long> exchangeBegun = new CompletableFuture<>();

    /** A client's 5 s include the time that reading the body takes (Snowflake contract, section 9). */
    @Test
    void beginsTheExchangeBeforeTheBodyIsRead() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Router router = Router.router(vertx);
            router.route().handler(new RequestPath());
            camel.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME,
                    new EdgeHttpComponent(1, List.of(), TimeMeter.SYSTEM_NANOTIME));
            camel.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new AsyncHttpEngine(
                    (endpoint, route) -> new ContractHttpConsumer(endpoint, route, false)));
            camel.getRegistry().bind(HttpEdge.ROUTER,
                    new VertxPlatformHttpRouter(null, vertx, router, HttpEdge.ROUTER) {
                        @Override
                        public Handler<RoutingContext> bodyHandler() {
                            return ArrivalTest.this::readBodyLater;
                        }
                    });
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/x").process(exchange -> exchangeBegun.complete(exchange.getCreated()));
                }
            });
            camel.start();
            int port = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1")
                    .toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES).actualPort();

            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/x")).build();
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        } finally {
            vertx.close();
        }
        assertTrue(exchangeBegun.get(1, TimeUnit.MINUTES) <= bodyWaitedFor.get(1, TimeUnit.MINUTES));
    }

    /** Lets the clock tick before the body is there, so that an exchange that began only then would be younger. */
    private void readBodyLater(RoutingContext context) {
        long now = System.currentTimeMillis();
        bodyWaitedFor.complete(now);
        context.request().pause();
        context.vertx().setPeriodic(1, timer -> {
            if (System.currentTimeMillis() > now && context.vertx().cancelTimer(timer)) {
                new RawBody(0).handle(context);
            }
        });
    }
}
