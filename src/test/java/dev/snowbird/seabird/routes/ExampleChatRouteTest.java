package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.seabird.SendMessageRequest;
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

/** The chat example of docs/editing-routes.md. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "chat-api-send-message=direct:chat-api-send-message",
        mockEndpointsAndSkip = "direct:chat-message-send")
class ExampleChatRouteTest {

    @BindToRegistry
    private final ChatCalls chatCalls = new ChatCalls(new SizeLimit(1_000_000));

    @Produce("direct:chat-api-send-message")
    private ProducerTemplate plugin;
    @EndpointInject("mock:direct:chat-message-send")
    private MockEndpoint sent;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "file:src/test/resources/edited-routes/chat-api-send-message.camel.yaml");
    }

    @Test
    void onlyNewsMayWriteToTheAnnouncements() throws InterruptedException {
        sent.expectedMessageCount(1);

        assertNull(write("news", "irc://libera/#announcements").getException());
        Exchange refused = write("weather", "irc://libera/%23announcements");

        assertEquals("PERMISSION_DENIED: Only news may write here.", refused.getException().getMessage());
        sent.assertIsSatisfied();
    }

    @Test
    void anybodyMayWriteElsewhere() throws InterruptedException {
        sent.expectedMessageCount(1);

        assertNull(write("weather", "irc://libera/#lobby").getException());

        sent.assertIsSatisfied();
    }

    private Exchange write(String user, String channel) {
        return plugin.send(call -> {
            call.setProperty("sender", user);
            call.getMessage().setBody(SendMessageRequest.newBuilder().setChannelId(channel).setText("Hello").build());
        });
    }
}
