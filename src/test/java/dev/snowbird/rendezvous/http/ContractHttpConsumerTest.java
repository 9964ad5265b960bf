package dev.snowbird.rendezvous.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a built-in route of the HTTP edge sees of a request, and what the peer sees of the route. */
class ContractHttpConsumerTest {

    private final CompletableFuture<Exchange> atRoute = new CompletableFuture<>();
    @AutoClose
    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = TestEdge.before(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/exact?platformHttpEngine=#crossOriginHttp").process(atRoute::complete).setBody(constant("ok"))
                        .setHeader("X-Answer", constant("same")).setHeader("CamelInternal", constant("x"));
                from("platform-http:/no-status?platformHttpEngine=#crossOriginHttp").setHeader(Exchange.HTTP_RESPONSE_CODE, constant("fine"));
                from("platform-http:/no-header?platformHttpEngine=#crossOriginHttp").setHeader("X-Two\nLines", constant("x"));
                from("platform-http:/bean?platformHttpEngine=#crossOriginHttp")
                        .process(exchange -> exchange.setProperty("before", exchange.getMessage().getHeaders()))
                        .bean(List.of("an answer"), "toString")
                        .process(exchange -> exchange.getMessage().setBody(String.valueOf(
                                exchange.getMessage().getHeaders() == exchange.getProperty("before"))));
                from("platform-http:/under?matchOnUriPrefix=true&platformHttpEngine=#crossOriginHttp").setBody(header(Exchange.HTTP_PATH));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/exact, 200", "/%65xact, 200", "/exact?, 200", "/exact?%zz=%, 200",
        "/exact/, 404", "/exact/x, 404", "/Exact, 404", "/exacts, 404", "/, 404",
        "//exact, 301", "/./exact, 301", "/x/../exact, 301", "/x%2F..%2Fexact, 301",
        "/exact%, 400", "/exact%zz, 400", "/%, 400", "?x, 400"
    })
    void servesAnExactPathAndNoOther(String path, int status) throws Exception {
        String response = request(path, "");

        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
        assertTrue(status != 400 || response.endsWith("\r\n\r\n"), response);
    }

    @ParameterizedTest
    @CsvSource({"/under/, ''", "/under/a, a", "/under/a/, a/", "/under/a+b%2B%2Fc%20d, a+b+/c d",
        "/under/%C3%B6?x, ö"})
    void tellsTheRouteWhatFollowsThePrefix(String path, String rest) throws Exception {
        String response = request(path, "");

        assertTrue(response.startsWith("HTTP/1.1 200 "));
        assertTrue(response.endsWith("\r\n\r\n" + rest), response);
    }

    @Test
    void sendsTheHeadersThatTheRouteSetAndNoneOfTheRequest() throws Exception {
        String response = request("/exact?X-Query=1",
                "X-Answer: same\r\nX-Once: 1\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Empty:");

        assertTrue(response.contains("\r\nX-Answer: same\r\n"), response);
        assertFalse(response.matches("(?s).*(X-Once|X-Twice|X-Empty|X-Query|Camel).*"), response);
    }

    @Test
    void letsAQuerySayNothingToTheRoute() throws Exception {
        request("/exact?X-Query=1&CamelHttpPath=x", "");

        Exchange exchange = Broker.get(atRoute);
        assertEquals("", exchange.getMessage().getHeader(Exchange.HTTP_PATH));
        assertFalse(exchange.getMessage().getHeaders().containsKey("X-Query"));
    }

    /** Each copy of them costs as much as reading the request. */
    @Test
    void copiesNoHeadersWhenAStepReturnsSomething() throws Exception {
        assertTrue(request("/bean", "X-Once: 1").endsWith("\r\n\r\ntrue"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"X-None: 1 | 127.0.0.1", "X-Forwarded-For: 8.8.8.8, 9.9.9.9 | 8.8.8.8",
        "Forwarded: for=\"[2a00::1]:80\" | 2a00::1", "X-Forwarded-For: 10.0.0.1 | 127.0.0.1"})
    void tellsTheRouteWhoAsks(String header, String address) throws Exception {
        request("/exact", header);

        Exchange exchange = Broker.get(atRoute);
        assertEquals(InetAddress.getByName(address), exchange.getProperty(RouteProperties.CLIENT_ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=no-such", "text/plain; charset=utf-16", ";;;=",
        "application/x-www-form-urlencoded"})
    void answersInUtf8WhateverTheContentTypeSays(String contentType) throws Exception {
        String response = request("/exact", "Content-Type: " + contentType);

        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertTrue(response.endsWith("\r\n\r\nok"), response);
    }

    /** Held otherwise for as long as the connection may be idle, and in flight for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"/no-status", "/no-header"})
    void answers500AtOnceWhenTheRouteLeftNoResponse(String path) throws Exception {
        String response = request(path, "");

        assertTrue(response.startsWith("HTTP/1.1 500 "), response);
        await().atMost(Broker.patience()).until(() -> edge.camel().getInflightRepository().size() == 0);
    }

    private String request(String path, String headers) throws IOException {
        return edge.ask("GET " + path, headers, "");
    }
}
