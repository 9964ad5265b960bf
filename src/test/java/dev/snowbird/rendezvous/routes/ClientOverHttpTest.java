package dev.snowbird.rendezvous.routes;

import static dev.snowbird.testing.Broker.get;
import static dev.snowbird.testing.Polls.ANSWER;
import static dev.snowbird.testing.Polls.OFFER;
import static dev.snowbird.testing.Polls.versioned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import java.net.Socket;
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

/** {@code POST /client} over a real socket (Snowflake contract, section 6). */
class ClientOverHttpTest {

    @AutoClose
    private static Broker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.overHttp();
    }

    @Test
    void givesAVersionedPollTheAnswerOfTheProxyThatGotItsOffer() throws Exception {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("versioned");
        CompletableFuture<HttpResponse<String>> client = broker.post("/client", versioned(OFFER));

        assertEquals(OFFER, get(proxy).get("Offer"));
        assertEquals("success", get(broker.answer("versioned", ANSWER)));
        assertEquals(200, get(client).statusCode());
        assertEquals(GoJson.write(ClientPollResponse.answer(ANSWER)), get(client).body());
        assertEquals(Optional.of("text/plain; charset=utf-8"), get(client).headers().firstValue("Content-Type"));
    }

    @ParameterizedTest
    @CsvSource({"snowflake-nat-type, unrestricted, unrestricted", "Snowflake-NAT-Type, strict, strict",
        "SNOWFLAKE-NAT-TYPE, '', unknown", "X, x, unknown"})
    void givesALegacyPollTheBareAnswer(String header, String nat, String toldToProxy) throws Exception {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("legacy");
        CompletableFuture<HttpResponse<String>> client = broker.send(
                broker.request("/client").header(header, nat).POST(BodyPublishers.ofString(OFFER)));

        assertEquals(OFFER, get(proxy).get("Offer"));
        assertEquals(toldToProxy, get(proxy).get("NAT"));
        assertEquals("wss://snowflake.torproject.net/", get(proxy).get("RelayURL"));
        assertEquals("success", get(broker.answer("legacy", ANSWER)));
        assertEquals(200, get(client).statusCode());
        assertEquals(ANSWER, get(client).body());
    }

    @Test
    void answersALegacyPollInUtf8WhateverCharsetItNames() throws Exception {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("charset");
        CompletableFuture<HttpResponse<String>> client = broker.send(broker.request("/client")
                .header("Content-Type", "text/plain; charset=no-such").POST(BodyPublishers.ofString(OFFER)));

        assertEquals(OFFER, get(proxy).get("Offer"));
        get(broker.answer("charset", ANSWER));
        assertEquals(ANSWER, get(client).body());
    }

    @Test
    void tellsThatThereIsNoProxy() throws Exception {
        HttpResponse<String> versioned = get(broker.post("/client", versioned(OFFER)));
        assertEquals(200, versioned.statusCode());
        assertEquals("{\"error\":\"no snowflake proxies currently available\"}", versioned.body());

        assertEmpty(503, get(broker.post("/client", OFFER)));
    }

    @Test
    void tellsThatTheProxyDidNotAnswerInTime() throws Exception {
        try (Broker hasty = Broker.overHttp(Map.of("rendezvous.client-timeout", "500ms"))) {
            hasty.holdProxy("silent");
            HttpResponse<String> versioned = get(hasty.post("/client", versioned(OFFER)));
            assertEquals(200, versioned.statusCode());
            assertEquals("{\"error\":\"timed out waiting for answer!\"}", versioned.body());
            assertEquals("client gone", get(hasty.answer("silent", ANSWER)));

            hasty.holdProxy("silent too");
            assertEmpty(504, get(hasty.post("/client", OFFER)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                              | unsupported message version",
        "1.1%n{}                         | unsupported message version",
        "1.0%n                           | unexpected end of JSON input",
        "1.0%n{}                         | no supplied offer",
        "1.0%n{\"offer\":\"{}\"}         | malformed session description: "
            + "cannot deserialize SessionDescription without type field",
    })
    void tellsAVersionedPollWhatIsWrongWithIt(String poll, String error) throws Exception {
        HttpResponse<String> response = get(broker.post("/client", poll.replace("%n", "\n")));

        assertEquals(200, response.statusCode());
        assertEquals(GoJson.write(ClientPollResponse.error(error)), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "{\"type\":\"offer\"}"})
    void answersALegacyPollWithABadOfferWithABareStatus(String offer) throws Exception {
        assertEmpty(400, get(broker.post("/client", offer)));
    }

    @Test
    void answersALegacyPollWithABadNatTypeWithABareStatus() throws Exception {
        assertEmpty(400, get(broker.send(broker.request("/client").header("Snowflake-NAT-Type", "x")
                .POST(BodyPublishers.ofString(OFFER)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0\n", "{"})
    void takesBodiesOf100000BytesAndNoMore(String start) throws Exception {
        int accepted = start.equals("{") ? 503 : 200;
        String longest = start.equals("{") ? padded(OFFER) : padded(versioned(OFFER));

        assertEquals(accepted, get(broker.post("/client", longest)).statusCode());
        assertEmpty(400, get(broker.post("/client", longest + " ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":\"offer\",\"sdp\":\"\"}", "1.0\n{}"})
    void letsPagesOfAnyOriginReadItsErrors(String body) throws Exception {
        assertOpenToAllOrigins(get(broker.post("/client", body)));
    }

    @Test
    void answersOptionsWithHeadersAlone() throws Exception {
        HttpResponse<String> response = get(broker.send(
                broker.request("/client").method("OPTIONS", BodyPublishers.noBody())));

        assertEmpty(200, response);
        assertOpenToAllOrigins(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void takesAnyMethodForAPoll(String method) throws Exception {
        HttpResponse<String> response = get(broker.send(
                broker.request("/client").method(method, BodyPublishers.noBody())));

        assertEquals("{\"error\":\"unsupported message version\"}", response.body());
    }

    @Test
    void forgetsAClientThatHangsUp() throws Exception {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("deserted");
        try (Socket client = new Socket(broker.listener().host(), broker.listener().port())) {
            byte[] body = versioned(OFFER).getBytes(StandardCharsets.UTF_8);
            client.getOutputStream().write(("POST /client HTTP/1.1\r\nHost: broker\r\nContent-Length: "
                    + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(body);
            assertEquals(OFFER, get(proxy).get("Offer"));
        }
        broker.awaitIdle("client-over-http");

        assertEquals("client gone", get(broker.answer("deserted", ANSWER)));
    }

    private static String padded(String body) {
        return body + " ".repeat(100_000 - body.getBytes(StandardCharsets.UTF_8).length);
    }

    private static void assertEmpty(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("", response.body());
        assertTrue(response.headers().firstValue("Content-Type").isEmpty());
    }

    private static void assertOpenToAllOrigins(HttpResponse<String> response) {
        assertEquals(Optional.of("*"), response.headers().firstValue("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("Origin, X-Session-ID"),
                response.headers().firstValue("Access-Control-Allow-Headers"));
    }
}
