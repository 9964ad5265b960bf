package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.Chats;
import dev.snowbird.testkit.FakeBackendStreams;
import dev.snowbird.testkit.FakeDirectoryTelling;
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

/** The route {@code chat-api-ingest-events}: each message of a backend's stream is an exchange. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "chat-api-ingest-events=direct:chat-api-ingest-events",
        mockEndpointsAndSkip = "direct:chat-event-ingest")
class ChatApiIngestEventsRouteTest {

    @BindToRegistry
    private final FakeBackendStreams backendStreams = new FakeBackendStreams();
    @BindToRegistry
    private final FakeDirectoryTelling directoryTelling = new FakeDirectoryTelling();

    @Produce("direct:chat-api-ingest-events")
    private ProducerTemplate backend;
    @EndpointInject("mock:direct:chat-event-ingest")
    private MockEndpoint ingested;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/api/chat-api-ingest-events.camel.yaml");
    }

    @Test
    void theFirstMessageSaysWhoTheBackendIs() {
        assertNull(send(Chats.HELLO).getException());

        assertFalse(backendStreams.awaitsHello());
        assertEquals(1, directoryTelling.waits());
        assertEquals(0, ingested.getReceivedCounter());
    }

    @Test
    void whatComesLaterIsTakenAsAnEvent() throws InterruptedException {
        ingested.expectedBodiesReceived(Chats.MESSAGE);

        send(Chats.HELLO);
        send(Chats.MESSAGE);

        ingested.assertIsSatisfied();
    }

    @Test
    void anotherFirstMessageEndsTheStream() {
        assertEquals("INVALID_ARGUMENT: hello message inner is wrong type",
                send(Chats.MESSAGE).getException().getMessage());
        assertEquals(0, ingested.getReceivedCounter());
    }

    @Test
    void theBackendsEndOfTheStreamEndsIt() {
        assertEquals("INVALID_ARGUMENT: missing hello message", halfClose().getException().getMessage());
        send(Chats.HELLO);
        assertEquals("INTERNAL: chat event stream ended", halfClose().getException().getMessage());
    }

    private Exchange send(ChatEvent event) {
        return backend.send(exchange -> exchange.getMessage().setBody(event));
    }

    private Exchange halfClose() {
        return backend.send(exchange -> exchange.setProperty(RouteProperties.HALF_CLOSED, true));
    }
}
