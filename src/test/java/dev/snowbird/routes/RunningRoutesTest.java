package dev.snowbird.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of routes while they run. */
class RunningRoutesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RunningRoutes running = new RunningRoutes(context);
    private final CountDownLatch held = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        context.setInflightRepository(new RouteCounts());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:ask").routeId("ask").group("flow").description("Asks.").to("direct:answer");
                from("direct:answer").routeId("answer").group("flow").description("Answers.").process(exchange -> {
                    if (exchange.getMessage().getBody(String.class).equals("wait")) {
                        held.await();
                    } else if (exchange.getMessage().getBody(String.class).equals("fail")) {
                        throw new IllegalStateException("as asked");
                    }
                });
                from("seda:other").routeId("other").group("own").description("Own.").noAutoStartup()
                        .to("seda:user:pass@somewhere");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        context.stop();
    }

    @Test
    void countsWhatHasComeWhatFailedAndWhatIsInThem() throws Exception {
        ProducerTemplate sender = context.createProducerTemplate();
        sender.sendBody("direct:ask", "a");
        sender.send("direct:ask", exchange -> exchange.getMessage().setBody("fail"));
        CompletableFuture<Object> waits = sender.asyncSendBody("direct:answer", "wait");
        await().atMost(Broker.patience()).until(() -> context.getInflightRepository().size("answer") == 1);

        assertEquals(List.of("flow: answer Started 3 1 1, ask Started 2 1 0", "own: other Stopped 0 0 0"), told());

        held.countDown();
        waits.get();
        assertEquals("flow: answer Started 3 1 0, ask Started 2 1 0", told().get(0));
    }

    @Test
    void drawsAGroupForAPageThatHasTheColoursAndTheCounts() {
        String picture = running.picture("flow").orElseThrow();

        assertTrue(picture.contains("<g class=\"route\" data-route=\"ask\"><title>Asks.</title>"), picture);
        assertTrue(picture.contains("<text class=\"count\""), picture);
        assertFalse(picture.contains("<style"), picture);
        assertFalse(picture.contains("other"), picture);
        assertEquals(Optional.empty(), running.picture("nowhere"));
    }

    @Test
    void showsNoPassword() {
        String picture = running.picture("own").orElseThrow();

        assertTrue(picture.contains("somewhere"), picture);
        assertFalse(picture.contains("pass@"), picture);
    }

    @Test
    void noticesRoutesThatCameMeanwhile() throws Exception {
        String before = running.flows().get(0).version();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:late").routeId("late").group("flow").to("direct:ask");
            }
        });

        RunningRoutes.Flow after = running.flows().get(0);

        assertFalse(before.equals(after.version()));
        assertEquals(List.of("answer", "ask", "late"), after.routes().stream().map(route -> route.id()).toList());
    }

    private List<String> told() {
        return running.flows().stream().map(flow -> flow.name() + ": " + String.join(", ", flow.routes().stream()
                .map(route -> "%s %s %d %d %d".formatted(route.id(), route.state(), route.begun(), route.failed(),
                        route.inFlight())).toList())).toList();
    }
}
