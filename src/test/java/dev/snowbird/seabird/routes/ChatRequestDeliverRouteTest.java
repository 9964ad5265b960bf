package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.testing.Chats;
import dev.snowbird.testkit.FakeBackendStreams;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-request-deliver}, with a stream that notes what goes out on it. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties")
class ChatRequestDeliverRouteTest {

    private final QueueRoutes queues = new QueueRoutes();
    @BindToRegistry("seabird-queue")
    private final SeabirdQueueComponent component = new SeabirdQueueComponent(queues);
    @BindToRegistry
    private final DeliveredRequests deliveredRequests = new DeliveredRequests();
    @BindToRegistry
    private final FakeBackendStreams backendStreams = new FakeBackendStreams();

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-request-deliver.camel.yaml");
    }

    @Test
    void aRequestGoesOutAndItsReplyWillFindTheWayBack() {
        Delivery request = new Delivery(
                new byte[] {1}, Map.of("backend", "irc://libera"), "request-1", "seabird.reply.1");

        queues.deliver(QueueKind.BACKEND, request, "one");

        assertEquals(List.of(request), backendStreams.delivered());
        ChatEvent reply = Chats.success("request-1");
        assertEquals(Optional.of(new Reply(reply, "seabird.reply.1", "irc://libera")), deliveredRequests.take(reply));
    }
}
