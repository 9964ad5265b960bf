package dev.snowbird.routes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes are exchanged while messages are in them, by Camel's own update. */
class RouteHandoverTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteHandover handover = RouteHandover.of(camel);
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private ProducerTemplate sender;

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("held", new Held());
        camel.start();
        sender = camel.createProducerTemplate();
    }

    /** Holds what comes until there is an answer, as the matchmaker does. */
    public final class Held {
        public CompletableFuture<String> hold() {
            return answer;
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void whatIsHeldGoesOnWithTheOldStepsAndWhatComesTakesTheNew() throws Exception {
        update(route("it", "direct:it", "bean: {ref: held, method: hold}", "setBody: {simple: 'old ${body}'}"));
        CompletableFuture<Object> held = sender.asyncRequestBody("direct:it", "x");
        Route old = camel.getRoute("it");
        await().atMost(Broker.patience()).until(() -> camel.getInflightRepository().size("it") == 1);

        update(route("it", "direct:it", "setBody: {constant: new}"));

        assertEquals("new", sender.requestBody("direct:it", "x"));
        handover.stopEmptyRoutes();
        assertFalse(held.isDone());
        answer.complete("answer");
        assertEquals("old answer", held.get());
        handover.stopEmptyRoutes();
        assertTrue(((HandoverRoute) old).isStopped());
        assertEquals("new", sender.requestBody("direct:it", "x"));
        assertEquals(0, camel.getInflightRepository().size("it"));
    }

    @Test
    void noMessageIsLostWhileARouteIsExchangedAgainAndAgain() throws Exception {
        update(route("it", "direct:it", "setBody: {constant: '0'}"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService senders = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> results = List.of(senders.submit(() -> sendUntil(done)),
                    senders.submit(() -> sendUntil(done)));
            for (int i = 1; i <= 30; i++) {
                update(route("it", "direct:it", "setBody: {constant: '" + i + "'}"));
                handover.stopEmptyRoutes();
            }
            done.set(true);
            for (Future<Integer> result : results) {
                assertTrue(result.get() > 0);
            }
        } finally {
            senders.shutdownNow();
        }
        assertEquals("30", sender.requestBody("direct:it", "x"));
    }

    private int sendUntil(AtomicBoolean done) {
        int count = 0;
        while (!done.get()) {
            assertTrue(sender.requestBody("direct:it", "x", String.class).matches("\\d+"));
            count++;
        }
        return count;
    }

    @Test
    void aRouteThatBeginsElsewhereLeavesItsOldPlace() throws Exception {
        update(route("it", "direct:here", "setBody: {constant: old}"));

        update(route("it", "direct:there", "setBody: {constant: new}"));
        handover.stopEmptyRoutes();

        assertEquals("new", sender.requestBody("direct:there", "x"));
        assertThrows(Exception.class, () -> sender.requestBody("direct:here?block=false", "x"));
        assertEquals(1, camel.getRoutes().size());
        assertEquals(ServiceStatus.Started, camel.getRouteController().getRouteStatus("it"));
    }

    @Test
    void aRouteThatIsTakenAwayFinishesWhatItHas() throws Exception {
        update(route("it", "direct:it", "bean: {ref: held, method: hold}"));
        CompletableFuture<Object> held = sender.asyncRequestBody("direct:it", "x");
        await().atMost(Broker.patience()).until(() -> camel.getInflightRepository().size("it") == 1);

        handover.update(() -> handover.remove(model().getRouteDefinition("it")));
        handover.stopEmptyRoutes();
        answer.complete("answer");

        assertEquals("answer", held.get());
        handover.stopEmptyRoutes();
        assertNull(camel.getRoute("it"));
        assertNull(camel.getRouteController().getRouteStatus("it"));
        assertEquals(List.of(), model().getRouteDefinitions());
    }

    @Test
    void anUpdateThatFailsLeavesAllAsItWas() throws Exception {
        update(route("it", "direct:it", "setBody: {constant: old}") + route("that", "direct:that", "stop: {}"));

        assertThrows(Exception.class, () -> update(route("it", "direct:it", "setBody: {constant: new}")
                + route("that", "direct:that", "to: nonsense:x")));

        assertEquals("old", sender.requestBody("direct:it", "x"));
        assertEquals(List.of("it", "that"), camel.getRoutes().stream().map(Route::getId).sorted().toList());
        update(route("it", "direct:it", "setBody: {constant: newer}"));
        assertEquals("newer", sender.requestBody("direct:it", "x"));
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    private void update(String yaml) throws Exception {
        handover.update(() -> PluginHelper.getRoutesLoader(camel)
                .updateRoutes(List.of(ResourceHelper.fromString("file:x.camel.yaml", yaml))));
    }

    private static String route(String id, String from, String... steps) {
        return "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n".formatted(id, from)
                + String.join("", List.of(steps).stream().map(step -> "        - " + step + "\n").toList());
    }
}
