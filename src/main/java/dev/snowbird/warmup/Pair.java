package dev.snowbird.warmup;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A proxy and a client that meet again and again, over a connection each that is kept. */
final class Pair {

    private static final String RELAYS = "snowflake.torproject.net$";
    /** As long as real ones are; the addresses are of a network for documentation. */
    private static final String SDP = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
            + "a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n".repeat(8);
    private static final String ANSWER = GoJson.write(Map.of("type", "answer", "sdp", SDP));
    private static final byte[] OFFER = request("/client", "1.0\n" + GoJson.write(Map.of(
            "offer", SessionDescription.offer(SDP).encode(), "nat", "unknown")));

    private final int port;
    private final byte[] pollForOtherRelays;
    private final byte[] poll;
    private final byte[] answer;

    /**
     * @param port where the broker listens on loopback
     */
    Pair(int port) {
        String sid = UUID.randomUUID().toString();
        this.port = port;
        pollForOtherRelays = poll(sid, "example.net$");
        poll = poll(sid, RELAYS);
        answer = request("/answer", GoJson.write(Map.of("Version", "1.3", "Sid", sid, "Answer", ANSWER)));
    }

    private static byte[] poll(String sid, String relays) {
        return request("/proxy", GoJson.write(Map.of("Sid", sid, "Version", "1.3", "Type", "standalone",
                "NAT", "unrestricted", "Clients", 0, "AcceptedRelayPattern", relays)));
    }

    private static byte[] request(String path, String body) {
        return "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, body.length(), body).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Meets at least once, and then until the time is over.
     *
     * @param end as of {@link System#nanoTime}
     * @return how often
     * @throws UncheckedIOException when a client gets no answer
     */
    int meetUntil(long end) {
        try (Connection proxy = new Connection(port); Connection client = new Connection(port)) {
            int times = 0;
            do {
                meet(proxy, client);
                times++;
            } while (System.nanoTime() < end);
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void meet(Connection proxy, Connection client) throws IOException {
        proxy.send(pollForOtherRelays);
        proxy.receive();
        proxy.send(poll);
        client.send(OFFER);
        proxy.receive();
        proxy.send(answer);
        proxy.receive();
        String response = client.receive();
        if (!response.startsWith("{\"answer\"")) {
            throw new IOException("a client was told " + response);
        }
    }
}
