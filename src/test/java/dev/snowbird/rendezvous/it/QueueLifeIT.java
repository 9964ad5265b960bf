package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.clientPoll;
import static dev.snowbird.testing.Broker.description;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long queues and offers live. */
class QueueLifeIT {

    @Test
    void deletesOldClientQueuesOfOthersAndItsOwnButNotTheBrokerQueue() throws Exception {
        try (Broker broker = Broker.start(Map.of("rendezvous.cleanup-interval", "1s", "rendezvous.cleanup-age", "5s"))) {
            IntStream.range(0, 25).forEach(i -> broker.sqs()
                    .createQueue(request -> request.queueName("snowflake-client-foreign-" + i)).join());
            broker.sqs().createQueue(request -> request.queueName("somebody-elses")).join();
            broker.offer("own", clientPoll("x", "unknown"));
            await().atMost(Broker.patience()).until(() -> broker.response("own").isPresent());

            await().atMost(Broker.patience()).until(() -> broker.clientQueues().isEmpty());
            assertEquals(List.of("snowflake-broker", "somebody-elses"), broker.sqs().listQueues().join().queueUrls()
                    .stream().map(url -> url.substring(url.lastIndexOf('/') + 1)).sorted().toList());
            assertTrue(broker.calls("GetQueueAttributes") <= 25, "each foreign queue is asked once, its own never");
            assertEquals(26, broker.calls("DeleteQueue"));
        }
    }

    @Test
    void doesNotSpendASecondProxyOnAnOfferThatComesAgainWhileItIsInFlight() throws Exception {
        try (Broker broker = Broker.start(Map.of("rendezvous.visibility-timeout", "10s",
                "rendezvous.client-timeout", "60s", "rendezvous.proxy-timeout", "60s"))) {
            CompletableFuture<Map<String, Object>> first = broker.poll("first", "unrestricted", 0);
            broker.poll("second", "unrestricted", 1);
            await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 2);
            broker.offer("twice", clientPoll("x", "unknown"));
            first.join();

            // What comes again has no effect but to be deleted.
            await().atMost(Broker.patience()).until(() -> broker.calls("DeleteMessageBatch") == 1);
            assertEquals(1, broker.waitingProxies());
            assertEquals("success", broker.answer("first", description("answer", "a")).join());
            assertEquals(Optional.of(GoJson.write(Map.of("answer", description("answer", "a")))),
                    await().atMost(Broker.patience()).until(() -> broker.response("twice"), Optional::isPresent));
        }
    }

    @Test
    void deletesAnOfferWhoseClientHasGivenUpWithoutSpendingAProxy() throws Exception {
        try (Broker queues = Broker.start()) {
            // Nobody receives from this queue yet; the offers grow old on it.
            queues.sqs().createQueue(request -> request.queueName("unattended")).join();
            String url = queues.clientQueueUrl("").replace("snowflake-client-", "unattended");
            queues.sqs().sendMessage(request -> request.queueUrl(url).messageBody(clientPoll("x", "unknown"))
                    .messageAttributes(Broker.clientId("stale"))).join();
            long sent = System.nanoTime();
            await().atMost(Broker.patience()).until(() -> System.nanoTime() - sent > 2_000_000_000L);
            System.setProperty("aws.accessKeyId", "x");
            System.setProperty("aws.secretAccessKey", "y");
            try (Broker late = Broker.start(Map.of("sqs.endpoint", url.replaceAll("/0.*", ""),
                    "rendezvous.broker-sqs-name", "unattended", "rendezvous.broker-sqs-region", "any",
                    "rendezvous.max-offer-age", "1s"))) {
                await().atMost(Broker.patience()).until(() -> late.offersOnQueue() == 0);
                assertEquals(List.of(), late.clientQueues());
            } finally {
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
        }
    }

    @Test
    void pausesReceivingAtTheLimitOfOffersInFlightAndResumes() throws Exception {
        try (Broker broker = Broker.start(Map.of("rendezvous.max-offers-in-flight", "2",
                "rendezvous.client-timeout", "60s", "rendezvous.proxy-timeout", "60s"))) {
            List<CompletableFuture<Map<String, Object>>> polls = IntStream.range(0, 5)
                    .mapToObj(i -> broker.poll("p" + i, "unrestricted", i)).toList();
            await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 5);
            IntStream.range(0, 5).forEach(i -> broker.offer("c" + i, clientPoll("x", "unknown")));
            // An offer is in flight a moment before it has its proxy.
            await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 3);
            assertEquals(2, broker.offersInFlight(), "what is not in flight waits on the queue");

            for (int i = 0; i < 5; i++) {
                polls.get(i).join();
                assertTrue(broker.offersInFlight() <= 2);
                assertEquals("success", broker.answer("p" + i, description("answer", "a")).join());
            }
            await().atMost(Broker.patience()).until(() -> broker.offersOnQueue() == 0);
        }
    }
}
