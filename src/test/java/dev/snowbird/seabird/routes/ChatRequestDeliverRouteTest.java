package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.ChatReplies;
import dev.snowbird.testing.Chats;
import dev.snowbird.testkit.FakeBackendStreams;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.ListChannelsRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code chat-request-deliver}, with a stream that notes what goes out on it. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "spring-rabbitmq:*")
class ChatRequestDeliverRouteTest {

    private final QueueRoutes queues = new QueueRoutes();
    @BindToRegistry("seabird-queue")
    private final SeabirdQueueComponent component = new SeabirdQueueComponent(queues);
    @BindToRegistry
    private final DeliveredRequests deliveredRequests = new DeliveredRequests();
    @BindToRegistry
    private final ChatMessages chatMessages = new ChatMessages();
    @BindToRegistry
    private final FakeBackendStreams backendStreams = new FakeBackendStreams();

    @EndpointInject("mock:spring-rabbitmq:default")
    private MockEndpoint replies;
    @EndpointInject("mock:spring-rabbitmq:seabird.unroutable")
    private MockEndpoint unroutable;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-request-deliver.camel.yaml,"
                + "classpath:routes/seabird/chat-channels-answer.camel.yaml");
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

    @Test
    void aQuestionAboutChannelsIsAnsweredAtOnceAndTheBackendDoesNotSeeIt() throws Exception {
        backendStreams.hello(ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder().setBackendInfo(
                Backend.newBuilder().setType("irc").setId("libera"))).build());
        ChatRequest question = new ChatCalls(Chats.LIMIT).listChannels(
                ListChannelsRequest.newBuilder().setBackendId("irc://libera").build()).request();

        queues.deliver(QueueKind.BACKEND, new Delivery(question.toByteArray(),
                Map.of("backend", "irc://libera", "type", "list_channels"), question.getId(), "seabird.reply.1"),
                "one");

        assertEquals(List.of(), backendStreams.delivered());
        Message reply = replies.getReceivedExchanges().get(0).getMessage();
        assertEquals("seabird.reply.1", reply.getHeader("CamelSpringRabbitmqRoutingOverrideKey"));
        assertEquals(question.getId(), reply.getHeader("CamelSpringRabbitmqCorrelationId"));
        assertEquals(0, new ChatReplies().listChannels(ChatEvent.parseFrom(reply.getBody(byte[].class)))
                .getChannelsCount());
    }

    @Test
    void aRequestThatComesForAStreamThatIsOverIsTheSameAsOneThatFindsNoBackend() {
        backendStreams.end();

        queues.deliver(QueueKind.BACKEND, new Delivery(
                new byte[] {1}, Map.of("backend", "irc://libera"), "request-1", "seabird.reply.1"), "one");

        assertEquals(List.of(), backendStreams.delivered());
        Message told = unroutable.getReceivedExchanges().get(0).getMessage();
        assertEquals("request-1", told.getHeader("CamelSpringRabbitmqCorrelationId"));
        assertNull(told.getHeader("backend"));
    }
}
