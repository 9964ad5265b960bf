package dev.snowbird.config;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Balancer;
import dev.snowbird.testing.Broker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HAProxy and nginx do with the examples for several nodes: who comes to which node, and what if one goes. */
class BalancedNodesTest {

    private static final List<String> ADDRESSES =
            IntStream.rangeClosed(2, 41).mapToObj(i -> "127.0.0." + i).toList();

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServer> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) {
            String name = "node-" + i;
            nodes.add(vertx.createHttpServer().requestHandler(request -> request.response().end(name + " "
                    + request.headers().getAll("X-Forwarded-For") + request.headers().getAll("Forwarded")))
                    .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join());
        }
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void haProxyHasAProxyAtOneNodeAndClientsAtAll() throws Exception {
        try (Balancer balancer = Balancer.haProxy(folder, ports())) {
            spreads(balancer);
        }
    }

    @Test
    void nginxHasAProxyAtOneNodeAndClientsAtAll() throws Exception {
        try (Balancer balancer = Balancer.nginx(folder, ports())) {
            spreads(balancer);
        }
    }

    private void spreads(Balancer balancer) throws IOException {
        Map<String, String> before = homes(balancer);
        assertEquals(3, Set.copyOf(before.values()).size(), "all nodes have proxies: " + before);
        assertEquals(before, homes(balancer));
        for (String path : List.of("/client", "/amp/client/0x", "/debug")) {
            Set<String> reached = new TreeSet<>();
            for (int i = 0; i < 6; i++) {
                reached.add(node(ask(balancer, ADDRESSES.get(0), path)));
            }
            assertEquals(Set.of("node-0", "node-1", "node-2"), reached, path);
        }
        assertEquals("[127.0.0.9][]", ask(balancer, "127.0.0.9", "/proxy").replaceFirst(".* ", ""));

        nodes.get(1).close().toCompletionStage().toCompletableFuture().join();
        // None hears an error, and from some moment on none has to wait for it either.
        await().atMost(Broker.patience()).untilAsserted(() -> {
            Map<String, String> after = homes(balancer);
            assertTrue(after.values().stream().noneMatch("node-1"::equals), after.toString());
            before.values().removeIf("node-1"::equals);
            assertTrue(after.entrySet().containsAll(before.entrySet()), "only the proxies of that node have moved");
        });
        for (int i = 0; i < 6; i++) {
            assertTrue(ask(balancer, ADDRESSES.get(i), "/client").startsWith("node-"));
        }
    }

    private List<Balancer.Node> ports() {
        return nodes.stream().map(HttpServer::actualPort).map(port -> new Balancer.Node(port, port)).toList();
    }

    /** At which node each address polls, which is where its answers go. */
    private static Map<String, String> homes(Balancer balancer) throws IOException {
        Map<String, String> homes = new HashMap<>();
        for (String address : ADDRESSES) {
            String home = node(ask(balancer, address, "/proxy"));
            assertEquals(home, node(ask(balancer, address, "/answer")));
            homes.put(address, home);
        }
        return homes;
    }

    private static String node(String said) {
        assertTrue(said.startsWith("node-"), said);
        return said.replaceFirst(" .*", "");
    }

    /** Asks as somebody at an address, who says that he is somebody else. */
    private static String ask(Balancer balancer, String address, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", balancer.port()));
            socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: broker.example\r\nContent-Length: 0\r\n"
                    + "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("(?s).*\r\n\r\n", "");
        }
    }
}
