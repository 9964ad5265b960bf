package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.testkit.FakeNodes;
import dev.snowbird.testkit.Routes;
import dev.snowbird.testkit.SnowbirdTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the test kit promises of a node of a cluster. */
@SnowbirdTest(routes = "src/test/resources/edited-routes/proxy-poll.camel.yaml",
        settings = {"seabird.enabled=false", "cluster.enabled=true", "amqp.uri=amqp://rabbit", "cluster.node-id=me"})
class ClusterKitTest {

    @Test
    void whatANodeTellsIsRemembered(Routes routes, FakeNodes nodes) {
        routes.run("node-tell");

        assertEquals("{\"node\":\"me\",\"held\":{\"open\":0,\"moderate\":0,\"strict\":0},"
                + "\"leastLoad\":{\"open\":0,\"moderate\":0,\"strict\":0},\"draining\":false}",
                nodes.sent("news").get(0));
    }

    @Test
    void whatAnotherTellsARouteIsRunWith(Routes routes) {
        assertNull(routes.run("node-hear", "{\"node\":\"you\",\"held\":{\"open\":1,\"moderate\":0,\"strict\":0},"
                + "\"leastLoad\":{\"open\":0,\"moderate\":0,\"strict\":0},\"draining\":false}", Map.of())
                .getException());
    }
}
