package dev.snowbird.bench.rendezvous;

import io.vertx.core.json.JsonObject;

/** Proxies that poll again and again, and answer every client that they are given. */
final class PollingProxies {

    /** A broker that is to hold thousands of polls need not take them all in one moment. */
    private static final int AT_ONCE = 100;
    private static final long PAUSE_MILLIS = 50;
    /** Whoever was refused does not ask again at once. */
    private static final long REFUSED_MILLIS = 200;

    private final HttpPeers peers;
    private volatile boolean stopped;

    private PollingProxies(HttpPeers peers) {
        this.peers = peers;
    }

    /** Has so many of them poll, and returns when the last one has begun. */
    static PollingProxies start(HttpPeers peers, int number) throws InterruptedException {
        PollingProxies proxies = new PollingProxies(peers);
        for (int i = 1; i <= number; i++) {
            proxies.poll();
            if (i % AT_ONCE == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return proxies;
    }

    private void poll() {
        if (stopped) {
            return;
        }
        String sid = peers.newSid();
        peers.poll(sid, Words.GOOD_RELAYS).onSuccess(told -> goOn(sid, told)).onFailure(e -> pollLater());
    }

    private void goOn(String sid, JsonObject told) {
        switch (told.getString("Status")) {
            case Words.MATCH -> peers.answer(sid).onComplete(done -> poll());
            case Words.NO_MATCH -> poll();
            default -> pollLater();
        }
    }

    private void pollLater() {
        peers.vertx().setTimer(REFUSED_MILLIS, timer -> poll());
    }

    /** Begins no further poll; those that are held still answer. */
    void stop() {
        stopped = true;
    }
}
