package dev.snowbird.config;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.net.Listener;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatPeers;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules for Prometheus and the dashboard for Grafana ask for nothing but what a running program tells. */
class MonitoringFilesTest {

    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final Pattern TABLE_NAME = Pattern.compile("`(snowbird_\\w+)");
    private static final String SEVERITIES = "\\{severity=(warning|critical)}";

    @TempDir
    private static Path folder;
    private static MetricsPage page;

    /** A match over SQS and a message to a chat, after which all counters are there. */
    @BeforeAll
    static void readThePage() throws Exception {
        String database = "sqlite:" + folder.resolve("tokens.db");
        try (Broker broker = Broker.start(Map.of("seabird.enabled", "true", "seabird.bind-host", "127.0.0.1:0",
                "seabird.database-url", database))) {
            match(broker);
            Listener seabird = broker.application().listener("seabird");
            try (ChatPeers peers = new ChatPeers(seabird.host(), seabird.port(), database)) {
                Channel channel = peers.connect("weather");
                ChatBackend.connected(channel, "irc", "libera", ChatBackend.OBEYS);
                say(channel, "irc://libera/#lobby");
                assertThrows(StatusRuntimeException.class, () -> say(channel, "irc://nowhere/#lobby"));
            }
            Listener port = broker.application().listener("management");
            page = new MetricsPage(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(
                    "http://" + port.host() + ":" + port.port() + "/observe/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body() + ofANode());
        }
    }

    /** One that is alone, which tells all that others do. Nobody listens at port 1. */
    private static String ofANode() throws Exception {
        try (Broker node = Broker.overHttp(Map.of("cluster.enabled", "true", "amqp.uri", "amqp://127.0.0.1:1"))) {
            return Broker.get(node.management("/observe/metrics")).body();
        }
    }

    private static void match(Broker broker) {
        CompletableFuture<Map<String, Object>> poll = broker.poll("the-sid", "unrestricted", 0);
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 1);
        broker.offer("0123456789abcdef", Broker.clientPoll("o", "unknown"));
        assertEquals("client match", poll.join().get("Status"));
        assertEquals("success", broker.answer("the-sid", Broker.description("answer", "a")).join());
        await().atMost(Broker.patience()).until(() -> broker.response("0123456789abcdef"), Optional::isPresent);
    }

    private static void say(Channel channel, String where) {
        SeabirdGrpc.newBlockingStub(channel).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Snow").build());
    }

    @Test
    void everyRuleAsksForWhatIsThere() throws Exception {
        List<Map<String, Object>> rules = rules();
        assertTrue(rules.size() > 10, rules.toString());
        for (Map<String, Object> rule : rules) {
            assertEquals(List.of(), page.missing((String) rule.get("expr"),
                    shown(String.valueOf(rule.get("annotations")))), rule.toString());
        }
    }

    @Test
    void everyAlertSaysHowBadItIsAndOfWhom() throws Exception {
        for (Map<String, Object> rule : rules()) {
            if (rule.containsKey("alert")) {
                assertTrue(rule.get("labels").toString().matches(SEVERITIES), rule.toString());
                assertTrue(shown(rule.get("annotations").toString()).contains("instance"), rule.toString());
            }
        }
    }

    @Test
    void everyPanelAsksForWhatIsThere() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Path.of("config/grafana-dashboard.json").toFile());
        List<JsonNode> targets = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> panel.path("targets").forEach(targets::add));
        assertTrue(targets.size() > 10, dashboard.toString());
        for (JsonNode target : targets) {
            assertEquals(List.of(), page.missing(target.get("expr").asText(),
                    shown(target.get("legendFormat").asText())), target.toString());
        }
    }

    @Test
    void theTableOfTheGuideIsWhatARendezvousCounts() throws Exception {
        Set<String> rows = Files.readString(Path.of("docs/operations.md")).lines()
                .filter(line -> line.startsWith("| `snowbird_"))
                .flatMap(line -> TABLE_NAME.matcher(line.split("\\|")[1]).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
        assertEquals(page.names().stream().filter(name -> name.startsWith("snowbird_"))
                .map(name -> name.replaceFirst("(?<=_seconds)_(count|sum|max|bucket)$", ""))
                .collect(Collectors.toSet()),
                rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "sum(rate(snowbird_polls_total[5m])); ''; [snowbird_polls_total]",
        "avg(up); ''; [avg]",
        "sum by (kind) (snowbird_proxies_in_pool); ''; [snowbird_proxies_in_pool by kind]",
        "snowbird_proxies_in_pool{pool=\"wide\"}; ''; [snowbird_proxies_in_pool of pool wide]",
        "snowbird_offers_dropped_total{reason!~\"too-old|bored\"}; ''; [snowbird_offers_dropped_total of reason bored]",
        "sum by (pool) (snowbird_proxies_in_pool); pool; []",
        "sum by (pool) (snowbird_proxies_in_pool); type; [{{type}}]",
        "sum(snowbird_proxies_in_pool); instance; [{{instance}}]"})
    void findsWhatIsNotThere(String expression, String shown, String missing) {
        assertEquals(missing, page.missing(expression, shown.isEmpty() ? Set.of() : Set.of(shown)).toString());
    }

    private static Set<String> shown(String text) {
        return SHOWN.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws Exception {
        Map<String, Object> file = (Map<String, Object>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("config/prometheus-rules.yml")));
        return ((List<Map<String, Object>>) file.get("groups")).stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream()).toList();
    }
}
