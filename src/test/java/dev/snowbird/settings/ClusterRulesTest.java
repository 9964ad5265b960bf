package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterRulesTest {

    @Test
    void nodesNeedABrokerThatTheyCanShare() {
        assertEquals("cluster.enabled=true (command line): nodes share a broker, and that of amqp.uri=embedded (default)"
                + " is inside this process: set amqp.uri to that of a RabbitMQ",
                assertThrows(SettingException.class,
                        () -> Settings.builtIn(Map.of("cluster.enabled", "true"))).getMessage());

        assertTrue(Settings.builtIn(Map.of("cluster.enabled", "true", "amqp.uri", "amqp://localhost"))
                .flag("cluster.enabled"));
    }

    @Test
    void withoutARendezvousThereIsNoNode() {
        assertFalse(Settings.builtIn(Map.of("cluster.enabled", "true", "rendezvous.enabled", "false"))
                .flag("cluster.enabled"));
    }
}
