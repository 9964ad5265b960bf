package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Http;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel opens the management port before it starts a route, and so before much else of a start is done. */
class ManagementFromTheStartTest {

    private static final List<Integer> STATUSES = new CopyOnWriteArrayList<>();

    /** Comes while routes start: as a web page, and as a program. */
    public static final class EarlyVisitor extends RoutePolicySupport {

        @Override
        public void onStart(Route route) {
            URI health = URI.create("http://127.0.0.1:" + route.getCamelContext()
                    .hasService(VertxPlatformHttpServer.class).getServer().actualPort() + "/observe/health");
            try {
                STATUSES.add(HttpClient.newHttpClient().send(HttpRequest.newBuilder(health)
                        .header("Sec-Fetch-Site", "cross-site").build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode());
                STATUSES.add(Http.get(health).statusCode());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @TempDir
    private Path routes;

    @Test
    void keepsWebPagesOutFromItsFirstMoment() throws Exception {
        Files.writeString(routes.resolve("visited.camel.yaml"), """
                - beans:
                    - name: visitor
                      type: "%s"
                - route:
                    id: visited
                    routePolicy: visitor
                    from:
                      uri: direct:visited
                      steps:
                        - log: visited
                """.formatted(EarlyVisitor.class.getName()));

        Application.start(Settings.builtIn(Map.of("http.port", "0", "management.port", "0", "sqs.endpoint", "none",
                "seabird.enabled", "false", "rendezvous.disable-geoip", "true")), routes).close();

        assertEquals(List.of(403, 503), STATUSES);
    }
}
