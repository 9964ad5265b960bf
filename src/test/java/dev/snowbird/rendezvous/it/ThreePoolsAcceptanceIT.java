package dev.snowbird.rendezvous.it;

import static dev.snowbird.testing.Broker.clientPoll;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.AmpPath;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checklist of Snowflake contract, section 25, items 21 to 36 and 42, over real sockets; the numbers at the ends of
 * names are theirs. Items 38 to 41 are in {@link ThreePoolsDayIT}, 35 and 37 in tests of flags and files, 43 and 44 in
 * those of the client and the demo.
 */
class ThreePoolsAcceptanceIT {

    private static final List<String> NAMES =
            List.of("open", "unrestricted", "moderate", "strict", "restricted", "unknown");
    private static final String NO_PROXY = "{\"error\":\"no snowflake proxies currently available\"}";
    private static final String INVALID = "{\"error\":\"invalid NAT type\"}";

    @TempDir
    private Path folder;

    private Broker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("rendezvous.proxy-timeout", "60s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        broker = Broker.start(all);
    }

    @Test
    void allNamesAreAcceptedAndNoOthers21() throws Exception {
        start();
        for (String name : NAMES) {
            held("10.1.0." + NAMES.indexOf(name), name, 0);
        }
        held("10.1.0.9", null, 0);
        for (String bad : List.of("Open", "symmetric", " open")) {
            HttpResponse<String> refused = broker.pollFrom("10.1.0.10", poll("s", bad, 0)).join();
            assertEquals(400, refused.statusCode());
            assertEquals("", refused.body());
            assertEquals(INVALID, ask(bad));
        }
        held("10.1.0.10", "open", 0);
    }

    @Test
    void proxiesOfBothAgesAreToldTheNameThatTheClientGave22() throws Exception {
        start("rendezvous.client-timeout", "100ms");
        int host = 0;
        for (String proxy : List.of("open", "unrestricted")) {
            for (String client : NAMES) {
                CompletableFuture<Map<String, Object>> match = held("10.2.0." + ++host, proxy, 0);
                ask(client);
                assertEquals(client, match.join().get("NAT"));
            }
        }
    }

    @Test
    void eachPairOfNamesIsServedOrDeniedAsThePoolsSay23() throws Exception {
        start("rendezvous.client-timeout", "100ms");
        Map<String, List<String>> serving = Map.of("open", NAMES, "unrestricted", NAMES,
                "moderate", NAMES.subList(0, 3), "strict", NAMES.subList(0, 2), "restricted", NAMES.subList(0, 2),
                "unknown", NAMES.subList(0, 2));
        int host = 0;
        for (String client : NAMES) {
            for (String proxy : NAMES) {
                CompletableFuture<Map<String, Object>> match = held("10.3.0." + ++host, proxy, 0);
                boolean served = serving.get(client).contains(proxy);
                assertEquals(served, !ask(client).equals(NO_PROXY), client + " client, " + proxy + " proxy");
                if (!served) {
                    ask("open");
                }
                assertEquals("client match", match.join().get("Status"));
            }
        }
    }

    @Test
    void theWorsePoolIsAskedFirstAndInItTheLeastBusy24And25() throws Exception {
        start("rendezvous.client-timeout", "100ms");
        CompletableFuture<Map<String, Object>> open = held("10.4.0.1", "unrestricted", 0);
        CompletableFuture<Map<String, Object>> moderate = held("10.4.0.2", "moderate", 0);
        CompletableFuture<Map<String, Object>> busy = held("10.4.0.3", "restricted", 800);
        CompletableFuture<Map<String, Object>> busier = held("10.4.0.4", "strict", 801);

        ask("open");
        assertEquals("open", busy.join().get("NAT"));
        ask("unrestricted");
        assertEquals("unrestricted", busier.join().get("NAT"));
        ask("moderate");
        assertEquals("moderate", moderate.join().get("NAT"));
        ask("moderate");
        assertEquals("moderate", open.join().get("NAT"));

        held("10.4.0.5", "strict", 0);
        assertEquals(NO_PROXY, ask("moderate"));
        held("10.4.0.6", "moderate", 0);
        assertEquals(NO_PROXY, ask("strict"));
    }

    @Test
    void aPollThatIsTooSoonIsTurnedAwayAndDisturbsNothing26To31() throws Exception {
        // 129.97.208.0 to 129.97.208.255
        start("rendezvous.geoipdb", Files.writeString(folder.resolve("geoip"), "2170671104,2170671359,CA\n").toString(),
                "rendezvous.geoip6db", Files.writeString(folder.resolve("geoip6"), "").toString());
        String address = "129.97.208.23";
        CompletableFuture<Map<String, Object>> first = held(address, "open", 0);

        String told = broker.pollFrom(address, poll(address, "unrestricted", 0)).join().body();
        assertTrue(told.matches("\\{\"Status\":\"polled too soon\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":\\d{3,5},"
                + "\"RelayURL\":\"\"}"), told);
        int left = (int) Broker.json(told).get("NextPoll");
        int leftThen = (int) Broker.json(broker.pollFrom(address, poll("other", "open", 0)).join().body())
                .get("NextPoll");
        assertTrue(0 <= leftThen && leftThen <= left && left <= 20_000, left + ", " + leftThen);
        assertTrue(get("/debug").startsWith("current snowflakes available: 1\n"), get("/debug"));
        String rejected = broker.pollFrom(address, "{\"Sid\":\"s\",\"Version\":\"1.3\",\"NAT\":\"open\"}")
                .join().body();
        assertTrue(rejected.contains("\"NextPoll\":3600000"), rejected);
        held(address, "moderate", 0);
        held(address, "strict", 0);

        List<String> page = get("/prometheus").lines().toList();
        String labels = "{nat=\"unrestricted\",type=\"standalone\"}";
        assertTrue(page.contains("snowflake_rounded_proxy_poll_with_relay_url_extension_total" + labels + " 8"));
        assertTrue(page.contains("snowflake_available_proxies" + labels + " 0"));
        assertFalse(page.stream().anyMatch(line -> line.startsWith("snowflake_rounded_proxy_poll_total")));
        assertTrue(page.contains("snowflake_proxy_total{cc=\"CA\",nat=\"open\",type=\"standalone\"} 1"));

        // The moderate proxy of the same session came later, and owns it; the first still gets its offer.
        broker.post("/client", clientPoll("o", "strict"));
        assertEquals("client match", first.join().get("Status"));
    }

    @Test
    void anAddressMayPollAgainAfterTheIntervalAndAfterARestart29And33() throws Exception {
        start("rendezvous.next-poll-open", "1s", "rendezvous.proxy-timeout", "10ms");
        String poll = poll("s", "open", 0);
        assertEquals("no match", status("10.5.0.1", poll));
        await().atMost(Broker.patience()).until(() -> status("10.5.0.1", poll).equals("no match"));
        broker.close();

        start("rendezvous.next-poll-open", "1h", "rendezvous.proxy-timeout", "10ms");
        assertEquals("no match", status("10.5.0.1", poll));
        assertEquals("polled too soon", status("10.5.0.1", poll));
        broker.close();

        start("rendezvous.next-poll-open", "1h", "rendezvous.proxy-timeout", "10ms");
        assertEquals("no match", status("10.5.0.1", poll));
    }

    @Test
    void theNextPollIsNeverBelowZero32() throws Exception {
        Path file = Files.writeString(folder.resolve("intervals.json"),
                "{\"open_poll_interval\":1,\"moderate_poll_interval\":0,\"strict_poll_interval\":600000}");
        start("rendezvous.poll-interval-filepath", file.toString(), "rendezvous.proxy-timeout", "50ms");
        for (String nat : List.of("open", "moderate")) {
            assertEquals(0, broker.poll("s", nat, 0).join().get("NextPoll"));
        }
        int left = (int) broker.poll("s", "strict", 0).join().get("NextPoll");
        assertTrue(500_000 < left && left <= 599_950, String.valueOf(left));
    }

    @Test
    void volunteersBehindReverseProxiesHaveLimitsOfTheirOwn34And36() throws Exception {
        start("http.trusted-hops", "2", "http.trusted-proxies", "127.0.0.1", "rendezvous.proxy-timeout", "10ms");
        assertEquals("no match", status("129.97.208.23, 10.0.0.1", poll("s", "open", 0)));
        assertEquals("no match", status("129.97.208.24, 10.0.0.1", poll("s", "open", 0)));
        assertEquals("polled too soon", status("6.6.6.6, 129.97.208.23, 10.0.0.2", poll("s", "open", 0)));
    }

    @Test
    void headersOfStrangersSayNothing34() throws Exception {
        start("http.trusted-proxies", "10.0.0.1", "rendezvous.proxy-timeout", "10ms");
        assertEquals("no match", status("129.97.208.23", poll("s", "open", 0)));
        assertEquals("polled too soon", status("129.97.208.24", poll("s", "open", 0)));
        broker.close();

        start("http.trusted-hops", "0", "rendezvous.proxy-timeout", "10ms");
        assertEquals("no match", status("129.97.208.23", poll("s", "open", 0)));
        assertEquals("polled too soon", status("129.97.208.24", poll("s", "open", 0)));
    }

    @Test
    void theCountryOfAClientBehindAnAmpCacheIsItsOffers42() throws Exception {
        start("rendezvous.geoipdb", Files.writeString(folder.resolve("geoip"), "2170671104,2170671359,CA\n").toString(),
                "rendezvous.geoip6db", Files.writeString(folder.resolve("geoip6"), "").toString());
        String offer = GoJson.write(Map.of("type", "offer",
                "sdp", "v=0\r\na=candidate:1 1 udp 1 129.97.208.99 9 typ host\r\n"));
        String poll = "1.0\n" + GoJson.write(Map.of("offer", offer));
        broker.send(broker.request("/amp/client/"
                + AmpPath.encode(poll.getBytes(StandardCharsets.UTF_8))).header("X-Forwarded-For", "8.8.8.8"))
                .join();
        assertTrue(get("/prometheus").contains("{cc=\"CA\",nat=\"unknown\",rendezvous_method=\"ampcache\","
                + "status=\"denied\"} 8"), get("/prometheus"));
    }

    private String ask(String nat) {
        return broker.post("/client", clientPoll("o", nat)).join().body();
    }

    private String status(String forwardedFor, String poll) {
        return (String) Broker.json(broker.pollFrom(forwardedFor, poll).join().body()).get("Status");
    }

    private String get(String path) {
        return broker.get(path).join().body();
    }

    /** A proxy polls and is held; its address is its session, too. */
    private CompletableFuture<Map<String, Object>> held(String address, String nat, int clients) {
        int before = broker.waitingProxies();
        CompletableFuture<HttpResponse<String>> poll = broker.pollFrom(address, poll(address, nat, clients));
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() > before);
        return poll.thenApply(response -> Broker.json(response.body()));
    }

    private static String poll(String sid, String nat, int clients) {
        String name = nat == null ? "null" : "\"" + nat + "\"";
        return """
                {"Sid":"%s","Version":"1.3","Type":"standalone","NAT":%s,"Clients":%d,\
                "AcceptedRelayPattern":"snowflake.torproject.net$"}""".formatted(sid, name, clients);
    }
}
