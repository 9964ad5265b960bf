package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.RabbitMq;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several nodes in this process, which meet at a RabbitMQ as a user with just the rights of config/rabbitmq.json. */
class NodesIT {

    private static RabbitMq rabbit;

    @BeforeAll
    static void launch() throws Exception {
        rabbit = RabbitMq.launch();
        rabbit.control("add_user", "seabird", "secret");
        rabbit.control("import_definitions", Path.of("config/rabbitmq.json").toAbsolutePath().toString());
    }

    @AfterAll
    static void end() throws Exception {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Test
    void nodesHearOfEachOtherAndLeaveNothing() throws Exception {
        try (Broker a = node("a"); Broker b = node("b"); Broker c = node("c")) {
            awaitNodes(2, a, b, c);
            c.close();
            awaitNodes(1, a, b);
        }
        assertEquals("", rabbit.control("list_queues", "-p", "seabird", "--no-table-headers", "name").strip());
    }

    @Test
    void servesAloneUnderANameThatAnotherNodeHasAndSaysWhy() throws Exception {
        try (Broker a = node("a"); LogLines log = new LogLines(AmqpLink.class)) {
            awaitUp(a);
            try (Broker again = node("a")) {
                await().atMost(Broker.patience()).until(() -> log.all().contains(
                        "The message broker can't be used yet: cluster.node-id: there is another node a, or was until a"
                        + " moment ago. This node serves its clients from its own proxies until it can"));
                assertTrue(Broker.get(again.management("/observe/health")).body().contains("UP"));
                a.close();
                awaitUp(again);
            }
        }
    }

    private static Broker node(String name) throws Exception {
        return node(name, Map.of());
    }

    private static Broker node(String name, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("cluster.enabled", "true", "cluster.node-id", name,
                "amqp.uri", "amqp://seabird:secret@127.0.0.1:%d/seabird".formatted(rabbit.port())));
        all.putAll(settings);
        return Broker.overHttp(all);
    }

    private static double meter(Broker node, String name, String... tags) {
        return node.application().meters().get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    private static void awaitUp(Broker node) {
        await().atMost(Broker.patience()).until(() -> meter(node, "snowbird.cluster.up") == 1);
    }

    private static void awaitNodes(int others, Broker... nodes) {
        for (Broker node : nodes) {
            await().atMost(Broker.patience()).until(() -> meter(node, "snowbird.nodes") == others);
        }
    }
}
