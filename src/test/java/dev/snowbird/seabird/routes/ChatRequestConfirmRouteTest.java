package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.ChatReplies;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.Chats;
import io.coded.seabird.chat_ingest.ChatEvent;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-request-confirm}, with a mock in the place of {@code chat-request-send}. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "direct:chat-request-send")
class ChatRequestConfirmRouteTest {

    @BindToRegistry
    private final ChatReplies chatReplies = new ChatReplies();

    @Produce("direct:chat-request-confirm")
    private ProducerTemplate plugin;
    @EndpointInject("mock:direct:chat-request-send")
    private MockEndpoint backend;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-request-confirm.camel.yaml");
    }

    @Test
    void aSuccessIsAnsweredWithNothing() throws Exception {
        Exchange done = askedOf(Chats.success("any"));

        assertNull(done.getException());
        assertNull(done.getMessage().getBody());
    }

    @Test
    void aFailureIsTheBackendsOwnReason() throws Exception {
        assertEquals("UNKNOWN: no such nick", askedOf(Chats.failed("any", "no such nick")).getException().getMessage());
    }

    @Test
    void aReplyThatDoesNotFitIsNoSuccess() throws Exception {
        assertEquals("INTERNAL: unexpected chat event", askedOf(Chats.MESSAGE).getException().getMessage());
    }

    /** Lets the backend reply with that. */
    private Exchange askedOf(ChatEvent reply) throws Exception {
        ChatCall call = Chats.sendMessage();
        backend.whenAnyExchangeReceived(request -> {
            request.setProperty(RouteProperties.CALL, request.getMessage().getBody());
            request.getMessage().setBody(reply);
        });
        return plugin.send(exchange -> exchange.getMessage().setBody(call));
    }
}
