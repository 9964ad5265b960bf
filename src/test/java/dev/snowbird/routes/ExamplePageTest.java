package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.http.EdgeLimits;
import dev.snowbird.rendezvous.http.HttpEdge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of docs/editing-routes.md that may block. */
class ExamplePageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpEdge edge = new HttpEdge(new EdgeLimits(PATIENCE, PATIENCE, PATIENCE, 8192, 100, 1000, List.of()),
            Optional.empty());
    @TempDir
    private Path reports;
    private int port;

    @BeforeEach
    void start() throws Exception {
        edge.bind(camel.getRegistry()::bind);
        camel.getPropertiesComponent().addInitialProperty("reports.folder", reports.toString());
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveMandatoryResource(
                camel, "file:src/test/resources/edited-routes/keep-reports.camel.yaml"));
        camel.start();
        port = edge.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        edge.close();
    }

    @Test
    void waitsForADiskOnAThreadOfTheRoutesOwn() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().startsWith("file:")) {
                    threads.add(Thread.currentThread().getName());
                }
            }
        });

        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/reports"))
                .header("CamelFileName", "../chosen").POST(BodyPublishers.ofString("two skis")));

        assertEquals("kept", answer.body());
        try (Stream<Path> files = Files.list(reports)) {
            assertEquals(List.of("two skis"), List.of(Files.readString(files.findFirst().orElseThrow())));
        }
        assertEquals(1, threads.size());
        assertTrue(threads.get(0).endsWith("Threads"), threads::toString);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
