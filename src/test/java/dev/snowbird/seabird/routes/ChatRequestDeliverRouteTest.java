package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.testing.Chats;
import dev.snowbird.testing.FakeBackendStreams;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-request-deliver}, with a stream that notes what goes out on it. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties")
class ChatRequestDeliverRouteTest {

    @BindToRegistry
    private final DeliveredRequests deliveredRequests = new DeliveredRequests();
    @BindToRegistry
    private final FakeBackendStreams backendStreams = new FakeBackendStreams();

    @Produce("direct:chat-request-deliver")
    private ProducerTemplate queue;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-request-deliver.camel.yaml");
    }

    @Test
    void aRequestGoesOutAndItsReplyWillFindTheWayBack() {
        Delivery request = new Delivery(
                new byte[] {1}, Map.of("backend", "irc://libera"), "request-1", "seabird.reply.1");

        queue.sendBody(request);

        assertEquals(List.of(request), backendStreams.delivered());
        ChatEvent reply = Chats.success("request-1");
        assertEquals(Optional.of(new Reply(reply, "seabird.reply.1", "irc://libera")), deliveredRequests.take(reply));
    }
}
