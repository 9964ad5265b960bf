package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.cookie.CookieHandler;
import org.apache.camel.model.rest.RestBindingMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of one's own: what its route sees of a request, and what the peer sees of the route. */
class AsyncHttpConsumerTest {

    @AutoClose
    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = TestEdge.before(new RouteBuilder() {
            @Override
            public void configure() {
                restConfiguration().component("platform-http").bindingMode(RestBindingMode.off).enableCORS(true);
                rest("/rest").get("/{name}/{id}").to("direct:rest").put("/{name}").to("direct:put");
                from("direct:rest").setBody(simple("got ${header.name} ${header.id}"));
                from("direct:put").setBody(simple("put ${header.name}"));
                from("platform-http:/items/{id}").setBody(simple("${header.id}, ${header.q}, ${header.X-Head}."));
                from("platform-http:/under?matchOnUriPrefix=true").setBody(header(Exchange.HTTP_PATH));
                from("platform-http:/get?httpMethodRestrict=GET,HEAD").setBody(constant("got"));
                from("platform-http:/body").convertBodyTo(String.class);
                from("platform-http:/form").setBody(simple("${body[a]}, ${header.b}, ${body.size}"));
                from("platform-http:/held").delay(1).asyncDelayed().setBody(simple("${threadName}"));
                from("platform-http:/empty").setBody(constant(null));
                from("platform-http:/json?consumes=application/json").setBody(constant("{}"))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"));
                from("platform-http:/headers").setHeader("X-Many", constant(List.of("1", "2")))
                        .setHeader("CamelOwn", constant("x")).setHeader("Transfer-Encoding", constant("chunked"))
                        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(201)).setBody(constant("ok"));
                from("platform-http:/stream").process(exchange -> exchange.getMessage().setBody(stream()));
                from("platform-http:/marshalled").setBody(constant(List.of(1))).marshal().json().process(exchange ->
                        exchange.getMessage().setBody(new InMemory(exchange.getMessage().getBody(StreamCache.class))));
                from("platform-http:/thread").setBody(simple("${threadName}"));
                from("platform-http:/fails").throwException(new IllegalStateException("secret"));
                from("platform-http:/cookie?useCookieHandler=true").process(exchange -> {
                    CookieHandler cookies = exchange.getProperty(Exchange.COOKIE_HANDLER, CookieHandler.class);
                    cookies.addCookie("new", "2");
                    exchange.getMessage().setBody(cookies.getCookieValue("old"));
                });
            }
        });
    }

    /** Fails on a thread that must not wait, as reading a file should. */
    private static InputStream stream() {
        return new ByteArrayInputStream("ok".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] to, int start, int length) {
                assertFalse(Thread.currentThread().getName().contains("eventloop"));
                return super.read(to, start, length);
            }
        };
    }

    /** What Camel makes of a body that was marshalled; fails on any thread but those of HTTP. */
    private static final class InMemory implements StreamCache {

        private final StreamCache cache;

        private InMemory(StreamCache cache) {
            this.cache = cache;
        }

        @Override
        public void writeTo(OutputStream to) throws IOException {
            assertTrue(Thread.currentThread().getName().contains("eventloop"));
            cache.writeTo(to);
        }

        @Override
        public StreamCache copy(Exchange exchange) throws IOException {
            return new InMemory(cache.copy(exchange));
        }

        @Override
        public void reset() {
            cache.reset();
        }

        @Override
        public boolean inMemory() {
            return cache.inMemory();
        }

        @Override
        public long length() {
            return cache.length();
        }

        @Override
        public long position() {
            return cache.position();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GET /items/5 | 5, , .", "GET /items/a%20b?q=1 | a b, 1, .", "GET /items/5?q=1&q=2 | 5, [1, 2], .",
        "GET /items/5?q=%C3%B6+%2B | 5, ö +, .", "GET /items/5?X-Head=1 | 5, , 1.", "GET /under/a/b?x | /under/a/b",
        "PUT /rest/n | put n", "GET /rest/n/5?x=1 | got n 5"})
    void tellsTheRouteTheParametersOfPathAndQuery(String request, String body) throws Exception {
        String response = ask(request, "", "");

        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertEquals(body, bodyOf(response));
    }

    @Test
    void tellsTheRouteTheHeaders() throws Exception {
        assertEquals("5, , a.", bodyOf(ask("GET /items/5", "X-Head: a", "")));
        assertEquals("5, , [a, b].", bodyOf(ask("GET /items/5", "X-Head: a\r\nX-Head: b", "")));
        assertEquals("5, , .", bodyOf(ask("GET /items/5", "CamelHttpResponseCode: 500", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "GET"})
    void takesAnyMethodUnlessItIsTold(String method) throws Exception {
        assertTrue(ask(method + " /items/5", "", "").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET /get | 200", "HEAD /get | 200", "POST /get | 405", "POST /json | 200",
        "GET /items/5/6 | 404", "GET /items | 404", "GET /empty | 204", "GET /headers | 201", "GET /items/%zz | 400",
        "GET /items/5?%zz=% | 400"})
    void answersWithCamelsStatus(String request, int status) throws Exception {
        String response = ask(request, "Content-Type: application/json", request.startsWith("POST") ? "{}" : "");

        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    }

    @Test
    void refusesATypeThatTheRouteDoesNotConsume() throws Exception {
        assertTrue(ask("POST /json", "Content-Type: text/xml", "<x/>").startsWith("HTTP/1.1 415 "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text/plain; charset=iso-8859-1 | ö | 200", "text/plain | Ã¶ | 200",
        "text/plain; charset=no-such | '' | 415", "text/plain; charset=, | '' | 415"})
    void readsABodyInTheCharsetThatItSays(String type, String latin1, int status) throws Exception {
        String response = ask("POST /body", "Content-Type: " + type, latin1);

        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
        assertTrue(status != 200 || bodyOf(response).equals("ö"), response);
    }

    @Test
    void readsForms() throws Exception {
        assertEquals("1 2, [3, 4], 2", bodyOf(ask("POST /form", "Content-Type: application/x-www-form-urlencoded",
                "a=1+2&b=3&b=4&CamelHttpPath=x")));
        assertEquals("1, 2, 2", bodyOf(ask("POST /form", "Content-Type: multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                        + "--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--x--\r\n")));
    }

    @Test
    void boundsBodies() throws Exception {
        assertTrue(ask("POST /body", "", "x".repeat(1001)).startsWith("HTTP/1.1 413 "));
        assertTrue(ask("POST /form", "Content-Type: application/x-www-form-urlencoded", "a=" + "x".repeat(1001))
                .startsWith("HTTP/1.1 413 "));
    }

    @Test
    void keepsCookies() throws Exception {
        String response = ask("GET /cookie", "Cookie: old=1", "");

        assertTrue(response.contains("\r\nset-cookie: new=2;"), response);
        assertEquals("1", bodyOf(response));
    }

    @Test
    void sendsTheHeadersThatTheRouteSetAndNoneOfTheRequest() throws Exception {
        String response = ask("POST /headers?Set-Cookie=a&X-Query=1", "X-Once: 1\r\nContent-Type: text/html", "x");

        assertTrue(response.contains("\r\nX-Many: 1\r\nX-Many: 2\r\n"), response);
        assertFalse(response.matches("(?is).*(X-Once|X-Query|set-cookie|Camel|text/html|chunked).*"), response);
    }

    @Test
    void isForItsOwnOriginUnlessTheRouteSaysOtherwise() throws Exception {
        assertFalse(ask("GET /get", "Origin: https://example.org", "").contains("Access-Control"));
        String response = ask("GET /rest/n/5", "Origin: https://example.org", "");
        assertTrue(response.contains("\r\nAccess-Control-Allow-Origin: "), response);
        assertTrue(ask("OPTIONS /rest/n/5", "Origin: https://example.org", "").startsWith("HTTP/1.1 204 "));
    }

    @Test
    void holdsNoThreadAndLetsOthersRead() throws Exception {
        assertTrue(ask("GET /held", "", "").startsWith("HTTP/1.1 200 "));
        assertEquals("ok", bodyOf(ask("GET /stream", "", "")));
    }

    @Test
    void handsWhatIsInMemoryToNoOtherThread() throws Exception {
        assertEquals("[1]", bodyOf(ask("GET /marshalled", "", "")));
    }

    @Test
    void sharesConnectionsOutAmongAsManyEventLoopsAsThereAreCores() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Set<String> threads = new HashSet<>();
        for (int i = 0; i < cores; i++) {
            threads.add(bodyOf(ask("GET /thread", "", "")));
        }

        assertEquals(cores, threads.size(), threads::toString);
    }

    @Test
    void tellsNobodyWhyItFailed() throws Exception {
        String response = ask("GET /fails", "", "");

        assertTrue(response.startsWith("HTTP/1.1 500 "), response);
        assertEquals("", bodyOf(response));
    }

    private static String bodyOf(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private String ask(String request, String headers, String body) throws IOException {
        return edge.ask(request, headers, body);
    }
}
