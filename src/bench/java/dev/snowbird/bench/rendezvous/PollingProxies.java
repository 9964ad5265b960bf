package dev.snowbird.bench.rendezvous;

import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** Proxies that poll again and again, and answer every client that they are given. */
final class PollingProxies {

    /** Thousands of proxies do not poll in one moment. A poll is held for 10 s, so as many as this come at any time. */
    private static final int AT_ONCE = 10;
    private static final long PAUSE_MILLIS = 10;
    /** Whoever was refused does not ask again at once. */
    private static final long REFUSED_MILLIS = 200;
    /** Pools of connections. Of one with thousands Vert.x looks through all of them for each request. */
    private static final int POOLS = 64;

    private final HttpPeers peers;
    private final List<HttpClient> connections;
    private volatile boolean stopped;

    private PollingProxies(HttpPeers peers) {
        this.peers = peers;
        this.connections = Stream.generate(peers::newConnections).limit(POOLS).toList();
    }

    /** Has so many of them poll, and returns when the last one has begun. */
    static PollingProxies start(HttpPeers peers, int number) throws InterruptedException {
        PollingProxies proxies = new PollingProxies(peers);
        for (int i = 1; i <= number; i++) {
            proxies.poll(proxies.connections.get(i % POOLS));
            if (i % AT_ONCE == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return proxies;
    }

    private void poll(HttpClient over) {
        if (stopped) {
            return;
        }
        String sid = peers.newSid();
        peers.poll(over, sid, Words.GOOD_RELAYS).onSuccess(told -> goOn(over, sid, told))
                .onFailure(e -> pollLater(over));
    }

    private void goOn(HttpClient over, String sid, JsonObject told) {
        switch (told.getString("Status")) {
            case Words.MATCH -> peers.answer(over, sid).onComplete(done -> poll(over));
            case Words.NO_MATCH -> poll(over);
            default -> pollLater(over);
        }
    }

    private void pollLater(HttpClient over) {
        peers.vertx().setTimer(REFUSED_MILLIS, timer -> poll(over));
    }

    /** Begins no further poll and hangs up, so that the next rival's turn has neither their sockets nor their work. */
    void stop() {
        stopped = true;
        connections.forEach(HttpClient::close);
    }
}
