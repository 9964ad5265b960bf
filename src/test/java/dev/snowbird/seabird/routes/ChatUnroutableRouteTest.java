package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.testkit.FakeRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Body;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-unroutable}, with a bean that notes which requests it ends. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties")
class ChatUnroutableRouteTest {

    private final QueueRoutes queues = new QueueRoutes();
    @BindToRegistry("seabird-queue")
    private final SeabirdQueueComponent component = new SeabirdQueueComponent(queues);
    @BindToRegistry
    private final FakeRequests requests = new FakeRequests();

    /** Requests that only end. */
    public static final class FakeRequests {

        private final List<Delivery> ended = new ArrayList<>();

        /** Notes a request. */
        public void unroutable(@Body Delivery request) {
            ended.add(request);
        }
    }

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-unroutable.camel.yaml");
    }

    @Test
    void aRequestThatFoundNoBackendIsOver() {
        Delivery request = new Delivery(
                new byte[0], Map.of("backend", "irc://nowhere"), "request-1", "seabird.reply.1");

        queues.deliver(QueueKind.UNROUTABLE, request, null);

        assertEquals(List.of(request), requests.ended);
    }
}
