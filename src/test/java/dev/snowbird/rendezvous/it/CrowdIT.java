package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.clientPoll;
import static dev.snowbird.testing.Broker.description;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Thousands of offers and polls that wait at once. */
class CrowdIT {

    private static final int CROWD = 5000;
    private static final int THREADS = 150;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void answersEveryClientOfACrowdWithItsOwnAnswerOnFewThreads() throws Exception {
        // The emulator makes about 500 queues a second, so the last client waits longer than clients really do.
        try (Broker broker = Broker.start(Map.of(
                "rendezvous.client-timeout", "120s", "rendezvous.proxy-timeout", "120s",
                "rendezvous.max-offer-age", "10m", "rendezvous.max-redelivered-offer-age", "10m",
                "rendezvous.cleanup-age", "10m"))) {
            threads.resetPeakThreadCount();
            List<CompletableFuture<Map<String, Object>>> polls = IntStream.range(0, CROWD)
                    .mapToObj(i -> broker.poll("proxy-" + i, "unrestricted", 0)).toList();
            await().atMost(LONG).until(() -> broker.waitingProxies() == CROWD);
            IntStream.range(0, CROWD / 10).forEach(batch -> send(broker, batch));
            await().atMost(LONG).until(() -> broker.offersInFlight() == CROWD && broker.waitingProxies() == 0);

            List<CompletableFuture<String>> proxies = IntStream.range(0, CROWD)
                    .mapToObj(i -> polls.get(i).thenCompose(match ->
                            broker.answer("proxy-" + i, answerTo((String) match.get("Offer"))))).toList();
            proxies.forEach(proxy -> assertEquals("success", proxy.orTimeout(4, TimeUnit.MINUTES).join()));
            List<CompletableFuture<String>> answers =
                    IntStream.range(0, CROWD).mapToObj(i -> receive(broker, i)).toList();
            for (int i = 0; i < CROWD; i++) {
                assertEquals(GoJson.write(Map.of("answer", answerTo(description("offer", "client-" + i)))),
                        answers.get(i).orTimeout(4, TimeUnit.MINUTES).join());
            }
            await().atMost(LONG).until(() -> broker.offersOnQueue() == 0);

            Runtime jvm = Runtime.getRuntime();
            System.out.printf("%d offers and %d proxies at once: at most %d threads, %d MB of heap in use%n",
                    CROWD, CROWD, threads.getPeakThreadCount(), (jvm.totalMemory() - jvm.freeMemory()) >> 20);
            assertTrue(threads.getPeakThreadCount() < THREADS, "threads: " + threads.getPeakThreadCount());
        }
    }

    private static void send(Broker broker, int batch) {
        broker.sqs().sendMessageBatch(request -> request.queueUrl(broker.queueUrl()).entries(
                IntStream.range(batch * 10, batch * 10 + 10).mapToObj(i -> SendMessageBatchRequestEntry.builder()
                        .id("m" + i).messageBody(clientPoll("client-" + i, "unknown"))
                        .messageAttributes(Broker.clientId("client-" + i)).build()).toList())).join();
    }

    /** An answer that shows which offer it belongs to. */
    private static String answerTo(String offer) {
        return offer.replace("\"type\":\"offer\"", "\"type\":\"answer\"");
    }

    private static CompletableFuture<String> receive(Broker broker, int client) {
        return broker.sqs().receiveMessage(request -> request.queueUrl(broker.clientQueueUrl("client-" + client))
                        .waitTimeSeconds(20))
                .thenApply(response -> response.messages().stream().map(Message::body).findFirst().orElse("nothing"));
    }
}
