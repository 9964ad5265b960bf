package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.snowbird.log.RootCause;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that an operator adds, which consume from the broker of the core or publish to exchanges of their own. */
class OwnRoutesTest {

    private static final String COPIES = """
            - route:
                id: copies
                from:
                  uri: "spring-rabbitmq:{{seabird.events-exchange}}?exchangeType=headers&queues=%s"
                  steps:
                    - bean:
                        ref: taken
            """;

    /** A step that keeps what comes, and may hold it up. */
    public static final class Taken {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CountDownLatch held;

        Taken(CountDownLatch held) {
            this.held = held;
        }

        /** Is called by the route. */
        public void take(String text) throws InterruptedException {
            texts.add(text);
            held.await();
        }
    }

    private final Taken taken = new Taken(new CountDownLatch(0));
    private TestBroker given;
    private AmqpCore core;
    private CamelContext camel;
    private PublishingComponent rabbit;

    /** Starts a core's routes before it has connected, as the program does. */
    private void start(TestBroker broker, String routes, Taken step) throws Exception {
        given = broker;
        core = AmqpCore.on(broker, Map.of("amqp.timeout", "30s"));
        camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addInitialProperty("seabird.events-exchange", core.names.events());
        camel.getPropertiesComponent().addInitialProperty("seabird.enabled", "true");
        camel.getRegistry().bind("taken", step);
        rabbit = new PublishingComponent(core.link);
        camel.addComponent("spring-rabbitmq", rabbit);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("own.camel.yaml", routes));
        camel.start();
    }

    @AfterEach
    void stop() {
        if (core != null) {
            camel.stop();
            core.close();
            await().atMost(AmqpCore.PATIENCE).until(() -> given.connections() + given.queues() == 0);
        }
    }

    @BrokersTest
    void aRouteGetsACopyOfEveryEventBesideThePlugins(TestBroker broker) throws Exception {
        start(broker, COPIES.formatted("copies&arg.queue.exclusive=true"), taken);
        rabbit.open();
        Inbox plugin = new Inbox();
        core.plugin(plugin);

        core.publishEvent("one");
        core.publishEvent("two");

        await().atMost(AmqpCore.PATIENCE).until(() -> taken.texts.equals(List.of("one", "two")));
        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.texts().equals(List.of("one", "two")));
    }

    @BrokersTest(ownBroker = true)
    void aRouteGetsOnAfterALossOfTheBroker(TestBroker broker) throws Exception {
        start(broker, COPIES.formatted("copies&arg.queue.exclusive=true"), taken);
        rabbit.open();
        core.publishEvent("before");
        await().atMost(AmqpCore.PATIENCE).until(() -> taken.texts.contains("before"));

        broker.restart();

        await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
        await().atMost(AmqpCore.PATIENCE).until(() -> {
            core.publishEvent("after");
            return taken.texts.contains("after");
        });
    }

    @BrokersTest
    void whatARoutePublishesElsewhereLeavesTheCoreAlone(TestBroker broker) throws Exception {
        start(broker, """
                - route:
                    id: out
                    from:
                      uri: direct:out
                      steps:
                        - to: spring-rabbitmq:no-such-exchange
                """, taken);
        rabbit.open();
        Inbox plugin = new Inbox();
        core.plugin(plugin);
        try (ProducerTemplate route = camel.createProducerTemplate()) {
            for (int i = 0; i < 3; i++) {
                route.send("direct:out", call -> call.getMessage().setBody("text"));
            }
        }

        core.publishEvent("goes on");

        await().atMost(AmqpCore.PATIENCE).until(() -> plugin.texts().equals(List.of("goes on")));
        assertEquals(0, plugin.losses());
    }

    @BrokersTest
    void whatARouteMayNotDeclareStopsTheStartAndNamesTheRoute(TestBroker broker) throws Exception {
        start(broker, COPIES.formatted("copies&arg.queue.exclusive=true").replace("headers", "fanout"), taken);

        StartException failure = assertThrows(StartException.class, rabbit::open);

        assertTrue(failure.getMessage().startsWith("the route copies: the message broker can't be used: the exchange "
                + core.names.events() + " is there already, with another type"), failure.getMessage());
    }

    @BrokersTest
    void theExampleOfTheGuideForwardsEveryEvent(TestBroker broker) throws Exception {
        start(broker, Files.readString(Path.of("examples/forward-events/routes/forward-events.camel.yaml")), taken);
        rabbit.open();

        core.publishEvent("forwarded");

        try (Connection other = connect(broker); Channel channel = other.createChannel()) {
            GetResponse got = await().atMost(AmqpCore.PATIENCE).until(() -> channel.basicGet("seabird.archive", true),
                    message -> message != null);
            assertArrayEquals("forwarded".getBytes(), got.getBody());
            assertEquals("message", got.getProps().getHeaders().get("type").toString());
        }
        delete(broker, "seabird.archive");
        delete(broker, "seabird.forwarding");
    }

    @BrokersTest
    void aSlowRouteIsGivenFewMessagesAhead(TestBroker broker) throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Taken step = new Taken(slow);
        start(broker, COPIES.formatted("slow"), step);
        rabbit.open();
        int sent = 100;
        for (int i = 0; i < sent; i++) {
            core.publishEvent("text" + i);
        }
        await().atMost(AmqpCore.PATIENCE).until(() -> step.texts.size() == 1);

        // A second consumer gets what the first was not given.
        List<String> others = new CopyOnWriteArrayList<>();
        try (Connection other = connect(broker); Channel channel = other.createChannel()) {
            channel.basicConsume("slow", true, (tag, message) -> others.add(new String(message.getBody())), tag -> { });
            await().atMost(AmqpCore.PATIENCE).until(() -> others.size() >= sent - 20);
        }
        slow.countDown();
        await().atMost(AmqpCore.PATIENCE).until(() -> step.texts.size() + others.size() == sent);
        delete(broker, "slow");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void aPrefetchWithoutABoundIsRefused(int count) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("seabird.events-exchange", "seabird.events");
            context.getRegistry().bind("taken", taken);
            context.addComponent("spring-rabbitmq", new PublishingComponent(AmqpCore.unopened().link));
            String route = COPIES.formatted("copies&prefetchCount=" + count);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("own.camel.yaml", route));

            FailedToCreateRouteException failure = assertThrows(FailedToCreateRouteException.class, context::start);

            assertTrue(RootCause.line(failure).startsWith("prefetchCount is " + count), failure::toString);
        }
    }

    private static Connection connect(TestBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        return factory.newConnection();
    }

    private void delete(TestBroker broker, String queue) throws Exception {
        camel.stop();
        try (Connection other = connect(broker); Channel channel = other.createChannel()) {
            channel.queueDelete(queue);
        }
    }
}
