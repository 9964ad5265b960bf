package dev.snowbird.rendezvous.http;

import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The HTTP edge on a real socket, before routes of a test; bodies have at most 1000 bytes. */
final class TestEdge implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpEdge edge;
    private final int port;

    private TestEdge(RoutesBuilder routes) throws Exception {
        Duration patience = Broker.patience();
        edge = new HttpEdge(new EdgeLimits(patience, patience, patience, 8192, 100, 1000, List.of()), Optional.empty());
        edge.bind(camel.getRegistry()::bind);
        camel.addRoutes(routes);
        camel.start();
        port = edge.listen(HOST, 0);
    }

    static TestEdge before(RoutesBuilder routes) throws Exception {
        return new TestEdge(routes);
    }

    CamelContext camel() {
        return camel;
    }

    /**
     * Sends a request and returns the whole response, as it is on the wire.
     *
     * @param request method and path
     * @param headers further headers, with a line break between each two
     * @param body    each letter is a byte
     */
    String ask(String request, String headers, String body) throws IOException {
        try (Socket peer = new Socket(HOST, port)) {
            peer.setSoTimeout((int) Broker.patience().toMillis());
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            peer.getOutputStream().write((request + " HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n" + length
                    + (headers.isEmpty() ? "" : headers + "\r\n") + "\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws Exception {
        camel.close();
        edge.close();
    }
}
