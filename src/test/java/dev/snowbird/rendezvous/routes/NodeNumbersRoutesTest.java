package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.statistics.NodeNumbers;
import dev.snowbird.rendezvous.statistics.ProxyCounts;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.RendezvousParts;
import dev.snowbird.testkit.FakeNodes;
import dev.snowbird.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routes {@code node-tell-numbers}, when it is time, and {@code node-hear-numbers}. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "cluster.enabled=true",
        replaceRouteFromWith = {"node-tell-numbers=direct:time", "node-hear-numbers=direct:numbers"})
@Timeout(120)
class NodeNumbersRoutesTest {

    private static final String OF_ANOTHER = """
            {"node":"other","since":1,"proxies":{"types":{"badge":5},"nats":{"open":5}}}""";

    private final ManualClock clock = new ManualClock();

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final FakeNodes nodes = new FakeNodes(null);
    @BindToRegistry
    private final NodeNumbers nodeNumbers = new NodeNumbers("self", RendezvousParts.statistics(),
            () -> new ProxyCounts(Map.of(ProxyType.WEBEXT, 2L), Map.of(NatType.STRICT, 2L)), Optional.empty(), clock,
            clock::nanoTime, new NodeNumbers.Intervals(Duration.ofSeconds(2), Duration.ofMinutes(1)));

    @Produce("direct:time")
    private ProducerTemplate time;
    @Produce("direct:numbers")
    private ProducerTemplate numbers;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/rendezvous/cluster/node-tell-numbers.camel.yaml,"
                + "classpath:routes/rendezvous/cluster/node-hear-numbers.camel.yaml");
    }

    @Test
    void eachThingThatIsToldIsAMessageOfItsOwn() {
        time.sendBody("");
        String since = "\"since\":" + clock.millis();
        assertEquals(List.of(
                "{\"node\":\"self\"," + since + ",\"proxies\":{\"types\":{\"webext\":2},\"nats\":{\"strict\":2}}}",
                "{\"node\":\"self\"," + since + ",\"day\":{\"date\":\"2026-07-04\",\"n\":1,\"over\":false,\"counts\":{}}}"),
                nodes.sent("numbers"));
    }

    @Test
    void whatIsHeardCounts() {
        numbers.sendBody(OF_ANOTHER.getBytes(StandardCharsets.UTF_8));
        assertEquals(Map.of(ProxyType.WEBEXT, 2L, ProxyType.BADGE, 5L), nodeNumbers.proxies().byType());
    }

    @Test
    void nonsenseIsOneLineInTheLogWithoutWhatWasSent() {
        try (LogLines log = LogLines.debug("dev.snowbird.routes")) {
            numbers.sendBody("{\"node\":\"8.8.8.8 secret\",\"since\":1}".getBytes(StandardCharsets.UTF_8));
            numbers.sendBody("secret".getBytes(StandardCharsets.UTF_8));
            assertEquals(1, log.all().size(), log.all()::toString);
            assertTrue(log.all().get(0).contains("node-hear-numbers"), log.all()::toString);
            assertTrue(log.all().stream().noneMatch(line -> line.contains("secret")), log.all()::toString);
        }
    }
}
