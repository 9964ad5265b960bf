package dev.snowbird.testkit;

import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A volunteer proxy, which polls over HTTP; it is standalone and unrestricted, and has an address of its own. */
public final class Proxy {

    private final Browser browser;
    private final Matchmaker matchmaker;
    private final Map<String, Object> poll = new LinkedHashMap<>();
    private CompletableFuture<String> offer;

    Proxy(Browser browser, Matchmaker matchmaker, String address) {
        this.browser = browser.header("X-Forwarded-For", address);
        this.matchmaker = matchmaker;
        poll.putAll(Map.of("Sid", UUID.randomUUID().toString(), "Version", "1.3", "Type", "standalone",
                "NAT", "unrestricted", "Clients", 0, "AcceptedRelayPattern", "snowflake.torproject.net$"));
    }

    /** Polls with another value of a field, by its name on the wire, such as {@code NAT}. */
    public Proxy with(String field, Object value) {
        poll.put(field, value);
        return this;
    }

    /**
     * Polls, and waits for what it is told.
     *
     * @return the response's fields, such as {@code Status}
     */
    public Map<String, Object> poll() throws IOException, InterruptedException {
        return json(browser.post("/proxy", GoJson.write(poll)));
    }

    /**
     * Polls, and answers the offer that comes. Returns when the poll is held.
     *
     * @param sdp the answer; one without an {@code a=candidate} is refused
     * @throws IllegalStateException when it is turned away
     */
    public Proxy answers(String sdp) {
        int before = matchmaker.waitingProxies();
        CompletableFuture<Map<String, Object>> told =
                browser.postAsync("/proxy", GoJson.write(poll)).thenApply(Proxy::json);
        offer = told.thenCompose(response -> answer(offerIn(response), sdp));
        Until.found("a poll that is held", () -> told.isDone() ? Optional.of(offerIn(told.join()))
                : matchmaker.waitingProxies() > before ? Optional.of("") : Optional.empty());
        return this;
    }

    private static String offerIn(Map<String, Object> response) {
        if (!"client match".equals(response.get("Status"))) {
            throw new IllegalStateException("the proxy got no offer, but was told " + response);
        }
        return String.valueOf(response.get("Offer"));
    }

    private CompletableFuture<String> answer(String offered, String sdp) {
        String answer = GoJson.write(Map.of("type", "answer", "sdp", sdp));
        return browser.postAsync("/answer", GoJson.write(Map.of("Version", "1.3", "Sid", poll.get("Sid"),
                "Answer", answer))).thenApply(done -> SessionDescription.parse(offered).sdp());
    }

    /** Returns the SDP of the offer that it has answered, when it has. */
    public String offer() {
        return offer.join();
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Client.json(response.body());
    }
}
