package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.testing.Chats;
import dev.snowbird.testing.LogLines;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.util.List;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Message;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route {@code chat-reply-return}, with a mock in the place of the default exchange. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "spring-rabbitmq:*")
class ChatReplyReturnRouteTest {

    private static final ChatEvent REPLY = Chats.success("request-1");

    @AutoClose
    private final LogLines log = new LogLines();

    @BindToRegistry
    private final DeliveredRequests deliveredRequests = new DeliveredRequests();
    @BindToRegistry
    private final ChatMessages chatMessages = new ChatMessages();

    @Produce("direct:chat-reply-return")
    private ProducerTemplate backend;
    @EndpointInject("mock:spring-rabbitmq:default")
    private MockEndpoint published;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-reply-return.camel.yaml");
    }

    @BeforeEach
    void ask() {
        deliveredRequests.remember(
                new Delivery(new byte[0], Map.of("backend", "irc://libera"), "request-1", "seabird.reply.1"));
    }

    @Test
    void aReplyGoesToTheQueueThatWaitsForIt() throws InterruptedException {
        published.expectedMessageCount(1);
        published.expectedHeaderReceived("CamelSpringRabbitmqRoutingOverrideKey", "seabird.reply.1");
        published.expectedHeaderReceived("CamelSpringRabbitmqCorrelationId", "request-1");

        backend.sendBodyAndHeader(REPLY, "of-the-backend", "not for the broker");

        published.assertIsSatisfied();
        Message message = published.getReceivedExchanges().get(0).getMessage();
        assertArrayEquals(REPLY.toByteArray(), message.getBody(byte[].class));
        assertNull(message.getHeader("of-the-backend"));
    }

    @Test
    void nothingIsPublishedThatNobodyAskedFor() {
        backend.sendBody(Chats.success("request-2"));
        backend.sendBody(Chats.success("request-3"));

        assertEquals(0, published.getReceivedCounter());
        assertEquals(List.of("WARN A reply was dropped: request request-2 is unknown or was answered before"),
                log.warnings());
    }

    @Test
    void onlyTheFirstReplyCounts() {
        backend.sendBody(REPLY);
        backend.sendBody(Chats.failed("request-1", "on second thoughts"));

        assertEquals(1, published.getReceivedCounter());
        assertEquals(1, log.warnings().size());
    }
}
