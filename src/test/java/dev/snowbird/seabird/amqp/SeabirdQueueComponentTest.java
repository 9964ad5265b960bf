package dev.snowbird.seabird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.AmqpErrors;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.RootCause;
import dev.snowbird.testing.LogLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that begin with {@code seabird-queue:}, without a broker. */
class SeabirdQueueComponentTest {

    private final QueueRoutes queues = new QueueRoutes();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() {
        camel.addComponent("seabird-queue", new SeabirdQueueComponent(queues));
        camel.start();
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    private void route(String kind, String id, Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("seabird-queue:" + kind).routeId(id).process(step);
            }
        });
    }

    private static Delivery delivery(String id) {
        return new Delivery(new byte[0], Map.of(), id, "");
    }

    @Test
    void theStreamsOfAKindShareOneRouteAndEachKeepsItsOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        route("plugin", "deliver", exchange -> seen.add(exchange.getProperty("stream") + " "
                + exchange.getMessage().getBody(Delivery.class).correlationId()));

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String stream = "stream" + i % 3;
            assertTrue(queues.deliver(QueueKind.PLUGIN, delivery("m" + i), stream));
            sent.add(stream + " m" + i);
        }

        assertEquals(sent, seen);
    }

    @Test
    void theExchangeOfARequestGoesByTheRequestsId() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        route("backend", "deliver", exchange -> ids.add(exchange.getExchangeId()));

        queues.deliver(QueueKind.BACKEND, delivery("the-id"), "one");
        queues.deliver(QueueKind.BACKEND, delivery("long\n".repeat(100)), "one");
        queues.deliver(QueueKind.BACKEND, delivery(""), "one");

        assertEquals("the-id", ids.get(0));
        assertTrue(ids.get(1).matches("(long\\?){16}\\.\\.\\."), ids.get(1));
        assertFalse(ids.get(2).isEmpty());
    }

    @Test
    void nobodyWaitsForARouteThatWaits() throws Exception {
        CompletableFuture<Void> released = new CompletableFuture<>();
        List<Object> begun = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seabird-queue:unroutable").process(exchange -> begun.add(exchange.getProperty("stream")))
                        .bean(new Object() {
                            @SuppressWarnings("unused")
                            public CompletableFuture<Void> hold() {
                                return released;
                            }
                        }, "hold");
            }
        });

        assertTrue(queues.deliver(QueueKind.UNROUTABLE, delivery("a"), null));
        assertTrue(queues.deliver(QueueKind.UNROUTABLE, delivery("b"), null));

        assertEquals(2, begun.size());
        released.complete(null);
    }

    @Test
    void aFailureIsOneLineThatNamesTheRoute() throws Exception {
        try (LogLines log = new LogLines(SeabirdQueueConsumer.class)) {
            route("backend", "my-deliver", exchange -> {
                throw new IllegalStateException("no such field");
            });

            assertTrue(queues.deliver(QueueKind.BACKEND, delivery("a"), "one"));
            assertTrue(queues.deliver(QueueKind.BACKEND, delivery("b"), "one"));

            assertEquals(List.of("my-deliver: dropped: no such field"), log.all());
        }
    }

    @Test
    void thatTheBrokerIsLostIsNotToldForEachRouteThatFindsItSo() throws Exception {
        try (LogLines log = new LogLines(SeabirdQueueConsumer.class)) {
            route("backend", "my-deliver", exchange -> {
                throw AmqpErrors.UNREACHABLE.withCause(new IOException("connection is closed")).asRuntimeException();
            });

            assertTrue(queues.deliver(QueueKind.BACKEND, delivery("a"), "one"));

            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void aStoppedRouteIsMissedOnceAMinuteForEachKindAndComesBack() throws Exception {
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        route("plugin", "deliver", seen::add);
        camel.getRouteController().stopRoute("deliver");
        try (LogLines log = new LogLines(QueueRoutes.class)) {
            assertFalse(queues.deliver(QueueKind.PLUGIN, delivery("a"), "one"));
            assertFalse(queues.deliver(QueueKind.PLUGIN, delivery("b"), "one"));
            assertFalse(queues.deliver(QueueKind.BACKEND, delivery("c"), "one"));

            assertEquals(List.of(
                    "No running route begins with seabird-queue:plugin, so what comes from there is lost",
                    "No running route begins with seabird-queue:backend, so what comes from there is lost"), log.all());
        }

        camel.getRouteController().startRoute("deliver");

        assertTrue(queues.deliver(QueueKind.PLUGIN, delivery("d"), "one"));
        assertEquals(1, seen.size());
    }

    @Test
    void theStartTellsWhichRoutesAreMissing() throws Exception {
        route("plugin", "deliver", exchange -> { });
        try (LogLines log = new LogLines(QueueRoutes.class)) {
            queues.check();

            assertEquals(List.of(
                    "No running route begins with seabird-queue:backend, so what comes from there is lost",
                    "No running route begins with seabird-queue:unroutable, so what comes from there is lost",
                    "No running route begins with seabird-queue:directory, so what comes from there is lost"),
                    log.all());
        }
    }

    @Test
    void aProgramThatStopsSaysNothingOfIt() {
        queues.close();
        try (LogLines log = new LogLines(QueueRoutes.class)) {
            assertFalse(queues.deliver(QueueKind.UNROUTABLE, delivery("a"), null));

            assertEquals(List.of(), log.all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugins", "Plugin", "reply", "seabird.plugin.1"})
    void knowsOnlyTheKindsOfQueuesThatThereAre(String name) {
        Exception refusal = assertThrows(Exception.class, () -> route(name, "mine", exchange -> { }));

        assertEquals("there is no kind of queue called " + name + ", but plugin, backend, unroutable, directory",
                RootCause.line(refusal));
    }

    @Test
    void refusesParameters() {
        assertThrows(ResolveEndpointFailedException.class,
                () -> camel.getEndpoint("seabird-queue:plugin?prefetchCount=3"));
    }

    @Test
    void letsOneRouteTakeAKind() throws Exception {
        route("plugin", "one", exchange -> { });

        Exception refusal = assertThrows(Exception.class,
                () -> route("plugin?bridgeErrorHandler=true", "two", exchange -> { }));

        assertEquals("two routes begin with seabird-queue:plugin", RootCause.line(refusal));
    }

    @Test
    void noneCanSendThere() {
        Exception refusal = assertThrows(Exception.class,
                () -> camel.createProducerTemplate().sendBody("seabird-queue:plugin", delivery("a")));

        assertEquals("seabird-queue: is where routes begin; what goes to a queue goes through spring-rabbitmq:",
                RootCause.line(refusal));
    }

    private static Delivery event(int number, String text) {
        return new Delivery(text.getBytes(StandardCharsets.UTF_8),
                new BasicProperties.Builder().messageId(new EventNumber("one", number).messageId()).build());
    }

    /** Has streams, which here are names, note what they get from a route that runs once for an event. */
    private static Processor delivery(List<String> got) {
        return exchange -> {
            String text = new String(exchange.getMessage().getBody(Delivery.class).body(), StandardCharsets.UTF_8);
            exchange.getProperty("streams", EventRound.class)
                    .forEach(String.class, stream -> got.add(stream + " " + text));
        };
    }

    private void deliver(Delivery event, String... streams) {
        for (String stream : streams) {
            assertTrue(queues.deliver(QueueKind.PLUGIN, event, stream));
        }
    }

    @Test
    void aRouteMayRunOnceForAnEventThatManyStreamsGet() throws Exception {
        List<String> runs = new ArrayList<>();
        List<String> got = new ArrayList<>();
        route("plugin?oncePerEvent=true", "deliver", exchange -> {
            runs.add(new String(exchange.getMessage().getBody(Delivery.class).body(), StandardCharsets.UTF_8));
            delivery(got).process(exchange);
        });

        deliver(event(1, "first"), "a", "b");
        deliver(event(2, "second"), "a");
        deliver(event(1, "first"), "c");
        deliver(event(2, "second"), "b", "c");

        assertEquals(List.of("first", "second"), runs);
        assertEquals(List.of("a first", "b first", "a second", "c first", "b second", "c second"), got);
    }

    @Test
    void whatARouteLeavesOutComesToNoStream() throws Exception {
        List<String> got = new ArrayList<>();
        List<Integer> runs = new ArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seabird-queue:plugin?oncePerEvent=true").process(exchange -> runs.add(1))
                        .filter(exchange -> exchange.getMessage().getBody(Delivery.class).body().length > 1)
                        .process(delivery(got));
            }
        });

        deliver(event(1, "x"), "a", "b");
        deliver(event(2, "more"), "a", "b");

        assertEquals(List.of("a more", "b more"), got);
        assertEquals(2, runs.size());
    }

    @Test
    void whatHasNoNumberOrAnotherContentIsAnEventOfItsOwn() throws Exception {
        List<String> got = new ArrayList<>();
        route("plugin?oncePerEvent=true", "deliver", delivery(got));

        deliver(new Delivery(new byte[0], Map.of(), "", ""), "a", "b");
        deliver(event(1, "one"), "a");
        deliver(event(1, "forged"), "b");

        assertEquals(List.of("a ", "b ", "a one", "b forged"), got);
    }

    /** A stream must not get the next event first because another's copy of this one waits in a route. */
    @Test
    void noStreamWaitsForTheRunOfAnother() throws Exception {
        CompletableFuture<Void> released = new CompletableFuture<>();
        List<String> got = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seabird-queue:plugin?oncePerEvent=true").bean(new Object() {
                    @SuppressWarnings("unused")
                    public CompletableFuture<Void> holdTheFirst() {
                        return runs.incrementAndGet() == 1 ? released : CompletableFuture.completedFuture(null);
                    }
                }, "holdTheFirst").process(exchange -> exchange.getProperty("streams", EventRound.class)
                        .forEach(String.class, got::add));
            }
        });

        deliver(event(1, "x"), "held", "other");
        assertEquals(List.of("other"), got);

        released.complete(null);
        assertEquals(List.of("other", "held"), got);
    }

    @Test
    void onlyEventsAreForMany() {
        Exception failure = assertThrows(Exception.class,
                () -> route("backend?oncePerEvent=true", "deliver", exchange -> { }));

        assertTrue(RootCause.line(failure).startsWith("oncePerEvent is for seabird-queue:plugin"), failure::toString);
    }
}
