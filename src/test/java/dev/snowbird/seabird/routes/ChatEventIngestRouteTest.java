package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.testing.Chats;
import dev.snowbird.testkit.FakeBackendStreams;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.BindToRegistry;
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

/** The route {@code chat-event-ingest}, with mocks in the place of the two that it calls. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "direct:chat-reply-return|direct:chat-event-publish")
class ChatEventIngestRouteTest {

    private final List<Object> passedOn = new ArrayList<>();

    @BindToRegistry
    private final FakeBackendStreams backendStreams = new FakeBackendStreams();
    @BindToRegistry
    private final DeliveredRequests deliveredRequests = new DeliveredRequests();

    @Produce("direct:chat-event-ingest")
    private ProducerTemplate backend;
    @EndpointInject("mock:direct:chat-reply-return")
    private MockEndpoint replies;
    @EndpointInject("mock:direct:chat-event-publish")
    private MockEndpoint news;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-event-ingest.camel.yaml");
    }

    @BeforeEach
    void connect() throws Exception {
        backendStreams.hello(Chats.HELLO);
        replies.whenAnyExchangeReceived(reply -> {
            passedOn.add(reply.getMessage().getBody());
            // As the built-in route leaves it: what follows must not depend on the body.
            reply.getMessage().setBody("sent");
        });
        news.whenAnyExchangeReceived(event -> passedOn.add(event.getMessage().getBody()));
    }

    @Test
    void whatHappensInAChatIsNewsForAllPlugins() {
        assertNull(send(Chats.MESSAGE).getException());

        assertEquals(List.of(Chats.CHANNEL), passedOn.stream()
                .map(event -> assertInstanceOf(Event.class, event).getMessage().getSource().getChannelId()).toList());
    }

    @Test
    void aReplyIsNoNews() {
        ChatEvent reply = Chats.success("request-1");

        assertNull(send(reply).getException());

        assertEquals(List.of(reply), passedOn);
    }

    @Test
    void whatIsBothIsFirstAReplyAndThenNews() {
        ChatEvent both = Chats.MESSAGE.toBuilder().setId("request-1").build();

        assertNull(send(both).getException());

        assertEquals(both, passedOn.get(0));
        assertEquals("Hello", assertInstanceOf(Event.class, passedOn.get(1)).getMessage().getText());
        assertEquals(2, passedOn.size());
    }

    @Test
    void anEventWithoutContentRepliesToNothingAndEndsTheStream() {
        Exchange ended = send(ChatEvent.newBuilder().setId("request-1").build());

        assertEquals("INTERNAL: missing inner event", ended.getException().getMessage());
        assertEquals(List.of(), passedOn);
    }

    @Test
    void aTextThatIsNotCompleteIsAReplyAndThenEndsTheStream() {
        ChatEvent bad = ChatEvent.newBuilder().setId("request-1").setMessage(
                MessageEvent.newBuilder().setRootBlock(Block.getDefaultInstance())).build();

        Exchange ended = send(bad);

        assertEquals("INVALID_ARGUMENT: unknown block type", ended.getException().getMessage());
        assertEquals(List.of(bad), passedOn);
    }

    @Test
    void aSecondHelloEndsTheStream() {
        assertEquals("INVALID_ARGUMENT: unexpected chat event type", send(Chats.HELLO).getException().getMessage());
    }

    private Exchange send(ChatEvent event) {
        return backend.send(exchange -> exchange.getMessage().setBody(event));
    }
}
