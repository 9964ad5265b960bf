package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.seabird.EventPublication;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.chat.SizeLimit;
import dev.snowbird.testing.Chats;
import io.coded.seabird.seabird.Event;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-event-publish}, with a mock in the place of the exchange of all events. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "spring-rabbitmq:*")
class ChatEventPublishRouteTest {

    private static final int MAX_BYTES = 1_000;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BindToRegistry
    private final EventPublication eventPublication = new EventPublication(new SizeLimit(MAX_BYTES), meters);
    @BindToRegistry
    private final ChatMessages chatMessages = new ChatMessages();

    @Produce("direct:chat-event-publish")
    private ProducerTemplate plugin;
    @EndpointInject("mock:spring-rabbitmq:seabird.events")
    private MockEndpoint published;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-event-publish.camel.yaml");
    }

    @Test
    void anEventIsPublishedWithWhatItMayBeFilteredBy() throws Exception {
        published.expectedMessageCount(1);
        Event event = Chats.sendMessage().event().orElseThrow();

        plugin.sendBody(event);

        published.assertIsSatisfied();
        Message message = published.getReceivedExchanges().get(0).getMessage();
        assertArrayEquals(event.toByteArray(), message.getBody(byte[].class));
        Map.of("type", "send_message", "send_message.channel_id", Chats.CHANNEL,
                "send_message.backend_id", "irc://libera").forEach(
                        (name, value) -> assertEquals(value, message.getHeader(name)));
        assertEquals(1, publishedCount());
    }

    @Test
    void anEventThatPluginsWouldNotTakeIsRefused() throws Exception {
        Event event = Chats.sendMessage().event().orElseThrow().toBuilder()
                .putTags("note", "x".repeat(MAX_BYTES)).build();

        Exchange refused = plugin.send(exchange -> exchange.getMessage().setBody(event));

        assertEquals("RESOURCE_EXHAUSTED: message too large: it may have 1000 bytes,"
                + " and an event has its text three times", refused.getException().getMessage());
        assertEquals(0, published.getReceivedCounter());
    }

    @Test
    void anEventThatTheBrokerDoesNotTakeIsNotCounted() throws Exception {
        published.whenAnyExchangeReceived(event -> {
            throw Status.UNAVAILABLE.asException();
        });
        Event event = Chats.sendMessage().event().orElseThrow();

        Exchange failed = plugin.send(exchange -> exchange.getMessage().setBody(event));

        assertEquals("UNAVAILABLE", failed.getException().getMessage());
        assertEquals(0, publishedCount());
    }

    private double publishedCount() {
        return meters.get("seabird.events").tag("direction", "published").counter().count();
    }
}
