package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.http.EdgeLimits;
import dev.snowbird.rendezvous.http.HttpEdge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page that docs/editing-routes.md shows how to add. */
class ExamplePageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpEdge edge = new HttpEdge(new EdgeLimits(PATIENCE, PATIENCE, PATIENCE, 8192, 100, 1000, List.of()),
            Optional.empty());
    private int port;

    @BeforeEach
    void start() throws Exception {
        edge.bind(camel.getRegistry()::bind);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveMandatoryResource(
                camel, "file:src/test/resources/edited-routes/relay-page.camel.yaml"));
        camel.start();
        port = edge.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        edge.close();
    }

    @Test
    void greetsInTheLanguageThatTheQueryAsksFor() throws Exception {
        assertEquals("Hello, snowflake!", ask("GET", "/relays/snowflake").body());
        assertEquals("Hej, snö!", ask("GET", "/relays/sn%C3%B6?lang=sv").body());
        assertEquals(405, ask("POST", "/relays/snowflake").statusCode());
        assertEquals(404, ask("GET", "/relays").statusCode());
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }
}
