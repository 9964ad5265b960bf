package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.seabird.amqp.PublishedEvent;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SendMessageEvent;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Routes that publish, as YAML, with what they find in a broker's queues afterwards. */
class PublishingComponentTest {

    private static final String ROUTES = """
            - route:
                id: event
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:event
                  steps:
                    - bean:
                        ref: chatMessages
                        method: event
                    - to:
                        uri: spring-rabbitmq:{{seabird.events-exchange}}
            - route:
                id: request
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:request
                  steps:
                    - bean:
                        ref: chatMessages
                        method: request
                    - to:
                        uri: spring-rabbitmq:{{seabird.requests-exchange}}
            - route:
                id: reply
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:reply
                  steps:
                    - bean:
                        ref: chatMessages
                        method: reply
                    - to:
                        uri: spring-rabbitmq:default
            """;

    private AmqpCore core;
    private CamelContext camel;
    private ProducerTemplate routes;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = AmqpCore.on(broker);
        camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addInitialProperty("seabird.events-exchange", core.names.events());
        camel.getPropertiesComponent().addInitialProperty("seabird.requests-exchange", core.names.requests());
        camel.getRegistry().bind("chatMessages", new ChatMessages());
        camel.addComponent("spring-rabbitmq", new PublishingComponent(core.link));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", ROUTES));
        camel.start();
        routes = camel.createProducerTemplate();
    }

    @AfterEach
    void stop(TestBroker broker) {
        camel.stop();
        core.close();
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    /** As from a gRPC call: with headers of its own, and with an answer expected. */
    private void send(String route, Object body) {
        routes.sendBodyAndHeaders("direct:" + route, ExchangePattern.InOut, body, Map.of("type", "stale",
                "grpc-something", "stale", SpringRabbitMQConstants.ROUTING_OVERRIDE_KEY, "stale",
                SpringRabbitMQConstants.EXCHANGE_OVERRIDE_NAME, "stale"));
    }

    private static PublishedEvent event(String text, Map<String, String> headers) {
        Event event = Event.newBuilder().setSendMessage(SendMessageEvent.newBuilder().setText(text)).build();
        return new PublishedEvent(event, headers, Optional.of("seabird.backend.x"));
    }

    @BrokersTest
    void eventsAndRequestsArriveWithTheirHeadersAlone() throws Exception {
        Inbox plugin = new Inbox();
        Inbox backend = new Inbox();
        core.plugin(plugin);
        core.backend(backend, "one");
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
        PublishedEvent event = event("text", Map.of("type", "send_message", "send_message.channel_id", "irc://a/b"));

        send("event", event);
        send("request", request);

        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.deliveries().size() + backend.deliveries().size() == 2);
        Delivery told = plugin.deliveries().get(0);
        assertEquals(event.event(), Event.parseFrom(told.body()));
        assertEquals(event.headers(), told.headers());
        assertEquals("seabird.backend.x", told.replyTo());
        Delivery asked = backend.deliveries().get(0);
        assertEquals(Map.of("backend", AmqpCore.backend("one").toString(), "type", "metadata", "timeout-ms",
                asked.headers().get("timeout-ms")), asked.headers());
        assertEquals(request.replyQueue(), asked.replyTo());
        assertEquals(request.id(), asked.correlationId());
    }

    @BrokersTest
    void aReplyFindsItsRequestAndIsNotKept(TestBroker broker) throws Exception {
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
        ChatEvent event = ChatEvent.newBuilder().setId(request.id()).build();
        send("reply", new Reply(event, request.replyQueue(), "test://one"));
        assertEquals(event, AmqpCore.get(request.reply()));

        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare("", false, true, false, null).getQueue();
            send("reply", new Reply(event, queue, "test://one"));
            GetResponse message = await().atMost(AmqpCore.PATIENCE).until(() -> channel.basicGet(queue, true),
                    found -> found != null);
            assertEquals(1, message.getProps().getDeliveryMode());
            assertNull(message.getProps().getExpiration());
            assertEquals(1, message.getProps().getHeaders().size());
        }
    }

    @BrokersTest
    void aReplyThatNobodyWaitsForIsCounted() {
        send("reply", new Reply(ChatEvent.newBuilder().setId("x").build(), "seabird.reply.gone", "test://one"));

        await().atMost(AmqpCore.PATIENCE).until(() -> core.meter("seabird.replies.undeliverable") == 1);
    }

    @BrokersTest
    void aRequestThatFindsNoBackendComesBackOnceOnly() throws Exception {
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("nobody")));

        send("request", request);

        await().atMost(AmqpCore.PATIENCE).until(() -> core.meter("seabird.requests.unroutable") == 1);
        assertEquals(0, core.meter("seabird.replies.undeliverable"));
    }

    @BrokersTest
    void thePublishingOrderIsTheOrderOfTheCalls() throws Exception {
        Inbox plugin = new Inbox();
        core.plugin(plugin);
        List<Integer> order = IntStream.range(0, 300).boxed().toList();

        order.forEach(i -> send("event", event(String.valueOf(i), Map.of())));

        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.deliveries().size() == order.size());
        for (int i : order) {
            Event event = Event.parseFrom(plugin.deliveries().get(i).body());
            assertEquals(String.valueOf(i), event.getSendMessage().getText());
        }
    }

    @BrokersTest
    void longAndOddHeadersBreakNothing() throws Exception {
        Inbox plugin = new Inbox();
        core.plugin(plugin);

        send("event", event("x", Map.of("a", "x".repeat(200_000), "b", "\0", "c", "ö\uD83D\uDC26", "d", "")));

        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.deliveries().size() == 1);
        assertEquals(Map.of("a", BoundedText.headerValue("x".repeat(200_000)), "b", BoundedText.headerValue("\0"),
                "c", "ö\uD83D\uDC26", "d", ""), plugin.deliveries().get(0).headers());
    }

    @BrokersTest
    void withoutABrokerPublishingIsUnavailable() {
        core.link.close();

        CamelExecutionException failure = assertThrows(CamelExecutionException.class,
                () -> send("event", event("x", Map.of())));

        assertEquals(Status.Code.UNAVAILABLE, assertInstanceOf(StatusRuntimeException.class, failure.getCause())
                .getStatus().getCode());
    }
}
