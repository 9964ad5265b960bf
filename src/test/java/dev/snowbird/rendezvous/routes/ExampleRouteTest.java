package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.RelayPattern;
import dev.snowbird.rendezvous.matching.RelayPolicy;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.RendezvousParts;
import java.time.Duration;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The example of docs/editing-routes.md. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "proxy-poll=direct:proxy-poll",
        mockEndpoints = "log:*")
class ExampleRouteTest {

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RelayPolicy relayPolicy = new RelayPolicy(RelayPattern.of("example.org"), Duration.ofHours(1));
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofSeconds(5));

    @Produce("direct:proxy-poll")
    private ProducerTemplate proxy;
    @EndpointInject("mock:log:turned-away")
    private MockEndpoint logged;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern(
                "classpath:routes/errors.camel.yaml,file:src/test/resources/edited-routes/proxy-poll.camel.yaml");
    }

    @Test
    void aProxyOfAnotherRelayIsLoggedAndTurnedAway() throws InterruptedException {
        logged.expectedMessageCount(1);

        Object poll = "{\"Sid\":\"s\",\"Version\":\"1.3\",\"AcceptedRelayPattern\":\"^example.net\"}";
        String answer = proxy.requestBody(poll, String.class);

        assertEquals("{\"Status\":\"incorrect relay pattern\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":3600000,"
                + "\"RelayURL\":\"\"}", answer);
        logged.assertIsSatisfied();
    }
}
