package dev.snowbird.rendezvous.routes;

import static dev.snowbird.testing.Broker.get;
import static dev.snowbird.testing.Polls.ANSWER;
import static dev.snowbird.testing.Polls.OFFER;
import static dev.snowbird.testing.Polls.versioned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.AmpArmor;
import dev.snowbird.rendezvous.message.AmpPath;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /amp/client/} over a real socket (Snowflake contract, section 7). */
class ClientOverAmpTest {

    @AutoClose
    private static Broker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.overHttp();
    }

    @Test
    void givesAClientTheAnswerOfTheProxyThatGotItsOffer() throws Exception {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("amp");
        CompletableFuture<HttpResponse<String>> client = broker.get("/amp/client/" + path(versioned(OFFER)));

        assertEquals(OFFER, get(proxy).get("Offer"));
        assertEquals("success", get(broker.answer("amp", ANSWER)));
        assertIsPageFor(GoJson.write(ClientPollResponse.answer(ANSWER)), get(client));
    }

    @Test
    void tellsThatThereIsNoProxyInAPageThatIsExactToTheByte() throws Exception {
        HttpResponse<String> response = get(broker.get("/amp/client/" + path(versioned(OFFER))));

        try (var page = ClientOverAmpTest.class.getResourceAsStream("/vectors/amp-no-proxy.html")) {
            assertEquals(new String(page.readAllBytes(), StandardCharsets.UTF_8), response.body());
        }
        assertIsPageFor("{\"error\":\"no snowflake proxies currently available\"}", response);
    }

    @Test
    void tellsThatTheProxyDidNotAnswerInTime() throws Exception {
        try (Broker hasty = Broker.overHttp(Map.of("rendezvous.client-timeout", "500ms"))) {
            hasty.holdProxy("silent");
            assertIsPageFor("{\"error\":\"timed out waiting for answer!\"}",
                    get(hasty.get("/amp/client/" + path(versioned(OFFER)))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1/MA", "0", "0MA", "0a/MA=", "0a/MA%3D", "0a/+", "0a/%2B", "0a/%20",
        "0a/M", "%31/MA", "0a/%F0%9F%98%80", "0a/%FF", "0a/%00", "0a;b=c/M", "0a?b/MA"})
    void answersAPathThatHoldsNoPollInBand(String path) throws Exception {
        assertIsPageFor("{\"error\":\"cannot decode URL path\"}", get(broker.get("/amp/client/" + path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a/", "0/", "0a/b/", "0%2F", "%30a/", "0a/MA", "0a+b/MA", "0a%2Fb/MA", "0a%3Fb/MA",
        "0a/M%41", "0a=b/MA", "0a/MA%0A", "0a/MA?CamelHttpPath=x"})
    void readsThePathAsItIsAfterPercentDecoding(String path) throws Exception {
        assertIsPageFor("{\"error\":\"unsupported message version\"}", get(broker.get("/amp/client/" + path)));
    }

    @ParameterizedTest
    @CsvSource({
        "/amp/client, /amp/client/",
        "/amp/client?x, /amp/client/",
        "/amp/client//0a/MA, /amp/client/0a/MA",
        "/amp//client/0a+b/MA, /amp/client/0a+b/MA",
        "/amp/client/0a/../MA, /amp/client/MA",
        "/amp/client/%2E%2E/0%3F, /amp/0%3F",
        "//amp/client/, /amp/client/",
        "/../client, /client",
    })
    void redirectsToTheCleanPath(String path, String clean) throws Exception {
        HttpResponse<String> response = get(broker.get(path));

        assertEquals(301, response.statusCode());
        assertEquals(Optional.of(clean), response.headers().firstValue("Location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/amp", "/amp/", "/amp/clients", "/amp/clients/0a/MA", "/amp/Client/0a/MA", "/client/",
        "/client/0a/MA", "/proxy/", "/answer/"})
    void servesNoOtherPaths(String path) throws Exception {
        HttpResponse<String> response = get(broker.get(path));

        assertEquals(404, response.statusCode());
        assertEquals("404 page not found\n", response.body());
    }

    @Test
    void keepsItsHeadersWhenTheRequestHasTheSameOnes() throws Exception {
        assertIsPageFor("{\"error\":\"cannot decode URL path\"}", get(broker.send(
                broker.request("/amp/client/").header("Content-Type", "text/html")
                        .header("Cache-Control", "max-age=15"))));
    }

    @Test
    void answersOptionsWithHeadersAlone() throws Exception {
        HttpResponse<String> response = get(broker.send(
                broker.request("/amp/client/0a/MA").method("OPTIONS", BodyPublishers.noBody())));

        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
        assertEquals(Optional.of("*"), response.headers().firstValue("Access-Control-Allow-Origin"));
        assertTrue(response.headers().firstValue("Cache-Control").isEmpty());
    }

    private static String path(String poll) {
        return AmpPath.encode(poll.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertIsPageFor(String json, HttpResponse<String> response) {
        assertEquals(200, response.statusCode());
        assertEquals(json, new String(AmpArmor.decode(response.body()), StandardCharsets.UTF_8));
        assertEquals(Optional.of("text/html"), response.headers().firstValue("Content-Type"));
        assertEquals(Optional.of("max-age=15"), response.headers().firstValue("Cache-Control"));
        assertEquals(Optional.of("*"), response.headers().firstValue("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("Origin, X-Session-ID"),
                response.headers().firstValue("Access-Control-Allow-Headers"));
    }
}
