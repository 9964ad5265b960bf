package dev.snowbird.seabird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.Directory;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.Broker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the route runs that tells what this core has. */
class DirectoryTellingTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger runs = new AtomicInteger();
    private AmqpCore core;
    private DirectoryTelling telling;

    @BeforeEach
    void start() throws Exception {
        core = AmqpCore.unopened();
        telling = new DirectoryTelling(new Directory(new Backends(), new Commands(), System::nanoTime), core.link,
                core.executor, core.meters);
        camel.addComponent("seabird-directory", new SeabirdDirectoryComponent(telling));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        core.close();
    }

    private void route(String interval) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seabird-directory:changes?interval=" + interval).routeId("tell")
                        .errorHandler(noErrorHandler()).process(exchange -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("what goes wrong once is told the next time");
                });
            }
        });
    }

    @Test
    void changesThatComeTogetherAreToldTogether() throws Exception {
        route("1h");
        long start = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            telling.changed();
        }
        await().atMost(Broker.patience()).until(() -> runs.get() > 0);
        telling.leave();

        long pauses = Duration.ofNanos(System.nanoTime() - start).toMillis() / 50;
        assertTrue(runs.get() <= pauses + 2, () -> runs + " runs within " + pauses + " pauses");
    }

    @Test
    void whatDoesNotChangeIsToldRegularlyUntilTheCoreLeaves() throws Exception {
        route("100ms");
        await().atMost(Broker.patience()).until(() -> runs.get() > 3);

        telling.leave();
        int told = runs.get();
        telling.changed();

        await().during(Duration.ofMillis(300)).atMost(Broker.patience()).until(() -> runs.get() == told);
    }

    @Test
    void nothingIsToldByARouteThatHasStopped() throws Exception {
        route("1h");
        camel.getRouteController().stopRoute("tell");

        telling.changed();
        telling.leave();

        assertEquals(0, runs.get());
    }

    @Test
    void onlyARouteCanBeginThere() {
        assertEquals("expected seabird-directory:changes",
                RootCause.line(assertThrows(Exception.class, () -> camel.getEndpoint("seabird-directory:other"))));
        assertTrue(RootCause.line(assertThrows(Exception.class,
                () -> camel.createProducerTemplate().sendBody("seabird-directory:changes", "")))
                .startsWith("seabird-directory: is where a route begins"));
    }
}
