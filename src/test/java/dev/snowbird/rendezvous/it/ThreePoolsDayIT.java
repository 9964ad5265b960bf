package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.description;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.statistics.DistinctCount;
import dev.snowbird.testing.Broker;
import dev.snowbird.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The day of Snowflake contract, section 26.6, which was played to the reference, too: old and new proxies and clients,
 * one that polls too soon and one that is turned away. Items 38 to 41 of section 25.
 */
class ThreePoolsDayIT {

    private static final String NETWORK = "129.97.208.";
    private static final String PATTERN = "\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"";

    @TempDir
    private Path folder;

    private Broker broker;

    @Test
    void isCountedAsTheReferenceCountsIt() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-20T22:26:02Z"));
        // 129.97.208.0 to 129.97.208.255
        Path ipv4 = Files.writeString(folder.resolve("geoip"), "2170671104,2170671359,CA\n");
        Path ipv6 = Files.writeString(folder.resolve("geoip6"), "");
        Path log = folder.resolve("metrics.log");
        broker = Broker.start(Map.of("rendezvous.proxy-timeout", "20s", "rendezvous.client-timeout", "20s",
                "rendezvous.geoipdb", ipv4.toString(), "rendezvous.geoip6db", ipv6.toString(),
                "rendezvous.ip-count-prefix", folder.resolve("ips").toString(),
                "rendezvous.metrics-log", log.toString(), "rendezvous.metrics-check-interval", "100ms"), clock);
        try {
            play();
            List<String> counts = vector("three-pools-day.prom").lines().toList();
            await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(counts,
                    get("/prometheus").lines().filter(line -> !line.startsWith("#")).toList()));
            clock.advance(Duration.ofDays(1));
            await().atMost(Broker.patience()).until(() -> Files.size(log) > 0);
            assertEquals(vector("three-pools-day.log"), Files.readString(log));
            String before = Files.readString(log);
            clock.advance(Duration.ofDays(1));
            await().atMost(Broker.patience()).until(() -> Files.size(log) > before.length());
            String empty = vector("three-pools-day.log").replaceAll(" (CA=)?\\d+(?=\n)", " 0").replace("11-21", "11-22")
                    .replaceAll("(snowflake|http)-ips 0", "$1-ips ");
            assertEquals(before + empty, Files.readString(log));
        } finally {
            broker.close();
        }
        assertEquals(Map.of("open", 2L, "moderate", 1L, "strict", 3L, "standalone", 1L, "browser", 2L, "mobile", 1L,
                "unknown", 2L), journals());
    }

    private void play() throws Exception {
        for (String nat : new String[] {"restricted", "unrestricted", "strict", "strict", "moderate", "open"}) {
            assertTrue(ask("\"nat\":\"" + nat + "\"").join().contains("no snowflake proxies"));
        }
        for (int i = 0; i < 9; i++) {
            assertTrue(ask("").join().contains("no snowflake proxies"));
        }
        poll(1, "\"Type\":\"standalone\",\"NAT\":\"open\"", 23);
        assertTrue(send(2, "\"Type\":\"standalone\",\"NAT\":\"open\"," + PATTERN, 23).join()
                .contains("\"polled too soon\""));
        poll(3, "\"Type\":\"webext\",\"NAT\":\"restricted\"", 24);
        poll(4, "\"Type\":\"badge\",\"NAT\":\"strict\"", 25);
        CompletableFuture<String> matched = poll(5, "\"Type\":\"iptproxy\",\"NAT\":\"moderate\"", 26);
        poll(6, "\"Type\":\"bloco\",\"NAT\":\"unrestricted\"", 27);
        poll(7, "\"Clients\":0", 28);
        assertTrue(send(9, "\"Type\":\"standalone\",\"NAT\":\"open\"", 29).join().contains("\"NextPoll\":3600000"));
        assertEquals(vector("three-pools-debug.txt"), get("/debug"));

        CompletableFuture<String> client = ask("\"nat\":\"moderate\"");
        assertTrue(matched.join().contains("\"NAT\":\"moderate\""), matched.join());
        assertEquals("success", broker.answer("p5", description("answer", "a")).join());
        assertEquals(GoJson.write(Map.of("answer", description("answer", "a"))), client.join());
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 0);
    }

    /** A proxy polls and is held. */
    private CompletableFuture<String> poll(int number, String members, int host) {
        int before = broker.waitingProxies();
        CompletableFuture<String> held = send(number, members + "," + PATTERN, host);
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() > before);
        return held;
    }

    private CompletableFuture<String> send(int number, String members, int host) {
        return broker.pollFrom(NETWORK + host, "{\"Sid\":\"p" + number + "\",\"Version\":\"1.3\"," + members + "}")
                .thenApply(HttpResponse::body);
    }

    /** A client asks over HTTP. */
    private CompletableFuture<String> ask(String nat) {
        String offer = GoJson.write(Map.of("offer", description("offer", "o")));
        String poll = "1.0\n" + (nat.isEmpty() ? offer : offer.replaceFirst("}$", "," + nat + "}"));
        return broker.send(broker.request("/client").header("X-Forwarded-For", NETWORK + "99")
                .POST(BodyPublishers.ofString(poll))).thenApply(HttpResponse::body);
    }

    private String get(String path) {
        return broker.get(path).join().body();
    }

    /** How many addresses each journal has, by its name. */
    private Map<String, Long> journals() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("ips-")).toList()) {
                counts.put(file.getFileName().toString().split("-")[1],
                        DistinctCount.count(List.of(file), Instant.MIN, Instant.MAX, line -> { }).sum());
            }
        }
        return counts;
    }

    private static String vector(String name) throws IOException {
        try (InputStream file = ThreePoolsDayIT.class.getResourceAsStream("/vectors/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
