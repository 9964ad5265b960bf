package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.Application;
import dev.snowbird.Settings;
import dev.snowbird.rendezvous.client.ClientExchange;
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

    private static final String WITH_THE_RENDEZVOUS = "{{rendezvous.enabled}}";

    @Test
    void byDefaultEveryRouteStarts() throws Exception {
        assertEquals(routeFiles(precondition -> true), startedRoutes(Map.of()));
    }

    @Test
    void withoutSqsOnlyTheRoutesThatDoNotNeedItStart() throws Exception {
        Set<String> started = startedRoutes(Map.of("sqs.endpoint", "none"));

        assertEquals(routeFiles(WITH_THE_RENDEZVOUS::equals), started);
        assertTrue(started.containsAll(Set.of("proxy-poll", "proxy-answer", "client-poll")), started::toString);
    }

    @Test
    void withoutTheRendezvousNoneOfItsRoutesStarts() throws Exception {
        assertEquals(Set.of(), startedRoutes(Map.of("rendezvous.enabled", "false")));
    }

    @Test
    void theClientsRouteRunsInAContextOfItsOwn() throws Exception {
        Settings settings = Settings.builtIn(Map.of("client.look-interval", "1ms"));
        FakeSqs sqs = new FakeSqs().messages("{\"answer\":\"an answer\"}");
        try (ClientExchange client = new ClientExchange(settings, sqs, FakeSqs.urlOf("snowflake-broker"))) {
            assertEquals("an answer", client.send(Peers.CLIENT, Duration.ofSeconds(20)).answer());
        }
    }

    /** The files of the rendezvous, one route each, by their precondition. */
    private static Set<String> routeFiles(Predicate<String> precondition) throws IOException {
        return RouteFile.builtIn().stream()
                .filter(file -> file.folder().equals("rendezvous"))
                .filter(file -> precondition.test(file.route().path("precondition").asText()))
                .map(RouteFile::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> startedRoutes(Map<String, String> settings) throws Exception {
        Map<String, String> onFreePorts = new TreeMap<>(settings);
        onFreePorts.putAll(Map.of("http.port", "0", "management.port", "0", "sqs.embedded.port", "0"));
        try (Application application = Application.start(Settings.builtIn(onFreePorts))) {
            CamelContext camel = application.camelContext();
            Set<String> ids = camel.getRoutes().stream().map(Route::getId)
                    .collect(Collectors.toCollection(TreeSet::new));
            ids.forEach(id -> assertEquals(ServiceStatus.Started, camel.getRouteController().getRouteStatus(id), id));
            return ids;
        }
    }
}
