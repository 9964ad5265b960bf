package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.Application;
import dev.snowbird.rendezvous.client.ClientExchange;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RouteFile;
import dev.snowbird.testkit.SqsInWords;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

/** The built-in routes start for real, and just those that the settings ask for. */
class BuiltInRoutesTest {

    private static final Predicate<RouteFile> OF_A_CLUSTER = file -> precondition(file).equals("{{cluster.enabled}}");
    private static final Predicate<RouteFile> OF_THE_RENDEZVOUS =
            OF_A_CLUSTER.negate().and(file -> file.folder().equals("rendezvous"));
    private static final Predicate<RouteFile> OF_SEABIRD = file -> file.folder().equals("seabird");
    /** Those that begin at SQS have a precondition of their own. */
    private static final Predicate<RouteFile> WITHOUT_SQS =
            file -> precondition(file).equals("{{rendezvous.enabled}}");

    @Test
    void byDefaultEveryRouteOfBothHalvesStarts() throws Exception {
        assertEquals(routeFiles(OF_THE_RENDEZVOUS.or(OF_SEABIRD)), startedRoutes(Map.of()));
    }

    @Test
    void withoutSeabirdNoneOfItsRoutesStarts() throws Exception {
        assertEquals(routeFiles(OF_THE_RENDEZVOUS), startedRoutes(Map.of("seabird.enabled", "false")));
    }

    @Test
    void withoutTheRendezvousOnlySeabirdsRoutesStart() throws Exception {
        Set<String> started = startedRoutes(Map.of("rendezvous.enabled", "false"));

        assertEquals(routeFiles(OF_SEABIRD), started);
        assertTrue(started.containsAll(Set.of("chat-api-send-message", "chat-event-publish")), started::toString);
    }

    @Test
    void withoutSqsOnlyTheRoutesThatDoNotNeedItStart() throws Exception {
        Set<String> started = startedRoutes(Map.of("sqs.endpoint", "none", "seabird.enabled", "false"));

        assertEquals(routeFiles(OF_THE_RENDEZVOUS.and(WITHOUT_SQS)), started);
        assertTrue(started.containsAll(Set.of("proxy-poll", "proxy-answer", "client-poll")), started::toString);
    }

    /** Nobody listens at port 1. */
    @Test
    void inAClusterItsRoutesStartTooEvenWhenTheBrokerIsAway() throws Exception {
        Set<String> started = startedRoutes(Map.of("cluster.enabled", "true", "amqp.uri", "amqp://127.0.0.1:1",
                "sqs.endpoint", "none", "seabird.enabled", "false"));

        assertEquals(routeFiles(OF_THE_RENDEZVOUS.and(WITHOUT_SQS).or(OF_A_CLUSTER)), started);
    }

    @Test
    void theClientsRouteRunsInAContextOfItsOwn() throws Exception {
        Settings settings = Settings.builtIn(Map.of("client.look-interval", "1ms"));
        SqsInWords sqs = new SqsInWords().messages("{\"answer\":\"an answer\"}");
        try (ClientExchange client = new ClientExchange(settings, sqs, SqsInWords.url("snowflake-broker"))) {
            assertEquals("an answer", client.send(Polls.CLIENT, Duration.ofSeconds(20)).answer());
        }
    }

    private static String precondition(RouteFile file) {
        return file.route().path("precondition").asText();
    }

    private static Set<String> routeFiles(Predicate<RouteFile> wanted) throws IOException {
        return RouteFile.builtIn().stream().filter(wanted).map(RouteFile::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> startedRoutes(Map<String, String> settings) throws Exception {
        Map<String, String> onFreePorts = new TreeMap<>(settings);
        onFreePorts.putAll(Map.of("http.port", "0", "management.port", "0", "sqs.embedded.port", "0",
                "seabird.bind-host", "127.0.0.1:0", "seabird.database-url", "sqlite::memory:"));
        try (Application application = Application.start(Settings.builtIn(onFreePorts))) {
            CamelContext camel = application.camelContext();
            Set<String> ids = camel.getRoutes().stream().map(Route::getId)
                    .collect(Collectors.toCollection(TreeSet::new));
            ids.forEach(id -> assertEquals(ServiceStatus.Started, camel.getRouteController().getRouteStatus(id), id));
            return ids;
        }
    }
}
