package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.testing.Chats;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route {@code chat-message-send}, with mocks in the place of the two that it calls. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "direct:chat-event-publish|direct:chat-request-confirm")
class ChatMessageSendRouteTest {

    private final List<Object> told = new ArrayList<>();

    @Produce("direct:chat-message-send")
    private ProducerTemplate plugin;
    @EndpointInject("mock:direct:chat-event-publish")
    private MockEndpoint events;
    @EndpointInject("mock:direct:chat-request-confirm")
    private MockEndpoint requests;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-message-send.camel.yaml");
    }

    @BeforeEach
    void note() {
        events.whenAnyExchangeReceived(event -> {
            told.add(event.getMessage().getBody());
            event.getMessage().setBody("what is left of it");
        });
        requests.whenAnyExchangeReceived(request -> told.add(request.getMessage().getBody()));
    }

    @Test
    void pluginsAreToldBeforeTheBackendIsAsked() throws Exception {
        ChatCall call = Chats.sendMessage();

        assertNull(send(call).getException());

        assertEquals(List.of(call.event().orElseThrow(), call), told);
    }

    @Test
    void nothingIsSentThatCanNotBeTold() throws Exception {
        events.whenAnyExchangeReceived(event -> {
            throw Status.UNAVAILABLE.asException();
        });

        Exchange refused = send(Chats.sendMessage());

        assertEquals(Status.Code.UNAVAILABLE, Status.fromThrowable(refused.getException()).getCode());
        assertEquals(0, requests.getReceivedCounter());
    }

    @Test
    void theCallerLearnsWhatBecameOfTheRequest() throws Exception {
        requests.whenAnyExchangeReceived(request -> {
            throw Status.NOT_FOUND.withDescription("unknown backend").asException();
        });

        Exchange refused = send(Chats.sendMessage());

        assertEquals("NOT_FOUND: unknown backend", refused.getException().getMessage());
        assertEquals(1, events.getReceivedCounter());
    }

    private Exchange send(ChatCall call) {
        return plugin.send(exchange -> exchange.getMessage().setBody(call));
    }
}
