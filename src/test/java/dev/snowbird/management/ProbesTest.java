package dev.snowbird.management;

import static dev.snowbird.testing.Broker.get;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.start.Drain;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Polls;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a balancer or an orchestrator hears when it asks whether the program lives, and whether it is ready. */
class ProbesTest {

    private static final String HEALTH = "/observe/health";

    @Test
    void aStopIsToldWhileOffersAreStillHeldAndNobodyIsKilledForIt() throws Exception {
        try (Broker broker = Broker.overHttp()) {
            CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("the-sid");
            CompletableFuture<HttpResponse<String>> client =
                    broker.post("/client", Polls.versioned(Polls.OFFER));
            assertEquals("client match", get(proxy).get("Status"));
            assertStatus(200, broker, "", "/live", "/ready");

            CompletableFuture<Void> stop = CompletableFuture.runAsync(broker.application()::close);
            await().atMost(Broker.patience()).until(() -> status(broker, "/ready") == 503);

            assertFalse(client.isDone());
            assertStatus(503, broker, "", "/ready");
            assertStatus(200, broker, "/live");
            String told = get(broker.management(HEALTH + "/ready")).body();
            assertTrue(told.contains("Snowbird is stopping"), told);
            assertEquals("success", get(broker.answer("the-sid", Polls.ANSWER)));
            assertTrue(get(client).body().contains("answer"), get(client).body());
            get(stop);
        }
    }

    @Test
    void aDrainIsToldAtOnceWhileEverybodyIsStillServed() throws Exception {
        try (Broker broker = Broker.overHttp(Map.of("drain.notice", "5s"))) {
            CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("the-sid");
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(broker.application()::drain);
            await().atMost(Broker.patience()).until(() -> status(broker, "/ready") == 503);
            String told = get(broker.management(HEALTH + "/ready")).body();
            assertTrue(told.contains("Snowbird is draining"), told);
            assertStatus(200, broker, "/live");

            CompletableFuture<HttpResponse<String>> client = broker.post("/client", Polls.versioned(Polls.OFFER));
            assertEquals("client match", get(proxy).get("Status"));
            assertEquals("no match", get(broker.poll("late", "unrestricted", 0)).get("Status"));
            assertFalse(drained.isDone());
            assertEquals(1, DrainPage.read(get(broker.management(DrainPage.PATH)).body())
                    .underWay().get("offers in flight"));
            assertEquals("success", get(broker.answer("the-sid", Polls.ANSWER)));
            assertTrue(get(client).body().contains("answer"), get(client).body());

            assertTrue(get(drained));
            assertEquals(Drain.Phase.DRAINED.toString(),
                    DrainPage.read(get(broker.management(DrainPage.PATH)).body()).state());
        }
    }

    private static void assertStatus(int status, Broker broker, String... probes) throws Exception {
        for (String probe : probes) {
            assertEquals(status, status(broker, probe), probe);
        }
    }

    private static int status(Broker broker, String probe) throws Exception {
        return get(broker.management(HEALTH + probe)).statusCode();
    }
}
