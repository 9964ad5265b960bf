package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.Chats;
import dev.snowbird.testkit.FakeRequests;
import java.time.Duration;
import java.util.List;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-request-send}, with a mock in the place of the exchange of requests. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "spring-rabbitmq:*")
class ChatRequestSendRouteTest {

    @BindToRegistry
    private final FakeRequests requests = new FakeRequests(Duration.ofMinutes(1));
    @BindToRegistry
    private final FakeRequests.Messages chatMessages = requests.messages();

    @Produce("direct:chat-request-send")
    private ProducerTemplate plugin;
    @EndpointInject("mock:spring-rabbitmq:seabird.requests")
    private MockEndpoint published;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-request-send.camel.yaml");
    }

    @Test
    void aRequestHasAQueueBeforeItIsSentAndItsReplyIsTheResult() throws Exception {
        ChatCall call = Chats.sendMessage();
        published.expectedHeaderReceived(SpringRabbitMQConstants.CORRELATION_ID, call.request().getId());
        published.whenAnyExchangeReceived(request -> requests.replied(Chats.success(call.request().getId())));

        Exchange done = plugin.send(exchange -> exchange.getMessage().setBody(call));

        published.assertIsSatisfied();
        assertNull(done.getException());
        assertEquals(Chats.success(call.request().getId()), done.getMessage().getBody());
        assertSame(call, done.getProperty(RouteProperties.CALL));
        assertEquals(List.of("open", "message", "reply"), requests.noted());
    }

    @Test
    void aRequestThatGetsNoQueueIsNotSent() throws Exception {
        ChatCall call = Chats.sendMessage();
        requests.refuse();

        Exchange done = plugin.send(exchange -> exchange.getMessage().setBody(call));

        assertEquals("DEADLINE_EXCEEDED", done.getException().getMessage());
        assertEquals(0, published.getReceivedCounter());
        assertEquals(List.of("open"), requests.noted());
    }
}
