package dev.snowbird.seabird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.RabbitMq;
import dev.snowbird.testing.Wire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RabbitMQ drops from a queue because its operator said so shows in the numbers of events. */
class RabbitMqPoliciesIT {

    private static final int EVENTS = 3_000;
    private static final int AT_ONCE = 300;
    /** So much in all that it fits into no buffer on the way. */
    private static final String TEXT = "x".repeat(10_000);

    @AutoClose
    private static RabbitMq rabbit;

    @BeforeAll
    static void start() throws Exception {
        rabbit = RabbitMq.launch();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"max-length\":10,\"overflow\":\"drop-head\"}", "{\"message-ttl\":1}",
        "{\"max-length\":10,\"overflow\":\"reject-publish\"}", "{\"max-length-bytes\":100000}"})
    void whatAPolicyDropsIsMissingFromTheNumbers(String policy) throws Exception {
        rabbit.control("set_policy", "--apply-to", "queues", "bounded", "^seabird", policy);
        Map<String, String> patient = Map.of("amqp.heartbeat", "10m");
        try (Wire wire = new Wire(rabbit.uri()); AmqpCore slow = AmqpCore.at(wire.uri(), patient);
                AmqpCore other = AmqpCore.at(rabbit.uri().toString(), Map.of("seabird.queue-prefix", "spared."))) {
            Inbox inbox = new Inbox();
            slow.plugin(inbox);
            Inbox witness = new Inbox();
            other.plugin(witness);
            other.publishEvent("first");
            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.texts().equals(List.of("first")));

            wire.pause();
            for (int i = 1; i <= EVENTS; i++) {
                other.publishEvent(TEXT);
                if (i % AT_ONCE == 0) {
                    int published = i;
                    await().atMost(AmqpCore.PATIENCE).until(() -> witness.deliveries().size() > published);
                }
            }
            wire.resume();
            await().atMost(AmqpCore.PATIENCE).until(() -> {
                other.publishEvent("last");
                return inbox.texts().contains("last");
            });

            List<Delivery> arrived = inbox.deliveries();
            EventGaps gaps = new EventGaps();
            long missing = arrived.stream().mapToLong(gaps::missingBefore).sum();
            assertTrue(missing > 0, "nothing was dropped");
            assertEquals(EventNumber.of(arrived.get(arrived.size() - 1)).orElseThrow().number(),
                    arrived.size() + missing);
            EventGaps none = new EventGaps();
            assertEquals(0, witness.deliveries().stream().mapToLong(none::missingBefore).sum());
        } finally {
            rabbit.control("clear_policy", "bounded");
        }
    }
}
