package dev.snowbird.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.snowbird.rendezvous.message.NatType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's proxy and brokers that say what they are told to. */
@Timeout(120)
class DemoProxyTest {

    private static final String MATCH = "{\"Status\":\"client match\",\"Offer\":\"o\",\"NAT\":\"strict\","
            + "\"NextPoll\":20000,\"RelayURL\":\"wss://snowflake.torproject.net/\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean knowsNewNames = true;
    private HttpServer broker;

    @BeforeEach
    void start() throws IOException {
        broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broker.createContext("/", this::answer);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.stop(0);
    }

    @Test
    void pollsOnceWithTheNameOfTodayWhenTheBrokerKnowsIt() {
        answers.add(MATCH);

        assertEquals("strict", proxy(NatType.OPEN).awaitClient().join().path("NAT").asText());
        assertEquals(List.of("{\"Sid\":\"s\",\"Version\":\"1.3\",\"Type\":\"standalone\",\"NAT\":\"open\",\"Clients\":0,"
                + "\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}"), requests);
    }

    @ParameterizedTest
    @CsvSource({"open, unrestricted", "moderate, restricted", "strict, restricted"})
    void pollsOnceMoreWithTheNameOfBeforeWhenTheBrokerKnowsNoOther(String name, String nameBefore) {
        knowsNewNames = false;
        answers.add("{\"Status\":\"no match\",\"NextPoll\":1}");
        answers.add(MATCH);

        proxy(NatType.of(name)).awaitClient().join();

        assertEquals(List.of(name, nameBefore, nameBefore), names());
    }

    @ParameterizedTest
    @CsvSource({"no match", "polled too soon"})
    void comesBackWhenItIsToldToWait(String status) {
        answers.add("{\"Status\":\"" + status + "\",\"NextPoll\":1}");
        answers.add(MATCH);

        proxy(NatType.OPEN).awaitClient().join();

        assertEquals(List.of("open", "open"), names());
    }

    @Test
    void givesUpWhenTheBrokerRefusesAnyName() {
        answers.add("400");
        answers.add("400");

        CompletionException refused = assertThrows(CompletionException.class, () -> proxy(NatType.OPEN).awaitClient().join());

        assertEquals("the broker answers with status 400", refused.getCause().getMessage());
        assertEquals(List.of("open", "unrestricted"), names());
    }

    @Test
    void postsItsAnswer() {
        answers.add("{\"Status\":\"success\"}");

        assertEquals("success", proxy(NatType.OPEN).answer("a").join());
    }

    private DemoProxy proxy(NatType nat) {
        return new DemoProxy(URI.create("http://127.0.0.1:" + broker.getAddress().getPort()), "s", nat);
    }

    private List<String> names() {
        return requests.stream().map(request -> request.replaceAll(".*\"NAT\":\"(\\w+)\".*", "$1")).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(request);
        boolean newName = request.matches(".*\"NAT\":\"(open|moderate|strict)\".*");
        String answer = newName && !knowsNewNames ? "400" : answers.remove();
        if (answer.equals("400")) {
            exchange.sendResponseHeaders(400, -1);
        } else {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
