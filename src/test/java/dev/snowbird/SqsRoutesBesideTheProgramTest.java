package dev.snowbird;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues of the operator's own, beside those of the rendezvous. */
class SqsRoutesBesideTheProgramTest {

    private static final Path RECIPE = Path.of("src/test/resources/edited-routes/orders-to-queue.camel.yaml");
    private static final Settings SETTINGS = Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
            "sqs.embedded.port", "0", "seabird.enabled", "false"));

    @TempDir
    private Path routes;

    @Test
    void aRouteSendsToAQueueAndAnotherReceivesFromIt() throws Exception {
        Files.writeString(routes.resolve("orders.camel.yaml"),
                Files.readString(RECIPE).replace("log: \"an order of ${body.length} characters\"", "to: mock:order"));

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("thank you", post(application, "/orders", "two skis"));

            MockEndpoint order = application.camelContext().getEndpoint("mock:order", MockEndpoint.class);
            await().atMost(Duration.ofMinutes(1)).until(() -> order.getReceivedCounter() == 1);
            assertEquals("two skis", order.getExchanges().get(0).getMessage().getBody(String.class));
        }
    }

    private static String post(Application application, String path, String body) throws Exception {
        return Http.post(Http.at(application.listener("http"), path), body).body();
    }
}
