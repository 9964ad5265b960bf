package dev.snowbird.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A volunteer's proxy, without the WebRTC: it polls a broker of either age over HTTP until there is a client for it,
 * and posts its answer (Snowflake contract, section 20).
 */
final class DemoProxy {

    private static final int BAD_REQUEST = 400;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration OWN_WAIT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI broker;
    private final String sid;
    private NatType nat;

    /**
     * @param broker where it listens
     * @param sid    the proxy's name for its poll
     * @param nat    what the proxy says of its network
     */
    DemoProxy(URI broker, String sid, NatType nat) {
        this.broker = broker;
        this.sid = sid;
        this.nat = nat;
    }

    /** Polls until there is a client; completes with what the broker says then. */
    CompletableFuture<JsonNode> awaitClient() {
        return poll().thenCompose(response -> {
            Optional<NatType> before = nat.ofProxyBefore();
            if (response.statusCode() == BAD_REQUEST && before.isPresent()) {
                // A broker of before knows no other names.
                nat = before.get();
                return awaitClient();
            }
            JsonNode told = read(response);
            return told.path("Status").asText().equals("client match") ? CompletableFuture.completedFuture(told)
                    : after(wait(told)).thenCompose(now -> awaitClient());
        });
    }

    /** Posts an answer for the client; completes with the status that the broker gives it. */
    CompletableFuture<String> answer(String answer) {
        return post("/answer", Map.of("Version", "1.3", "Sid", sid, "Answer", answer))
                .thenApply(response -> read(response).path("Status").asText());
    }

    private CompletableFuture<HttpResponse<String>> poll() {
        Map<String, Object> poll = new LinkedHashMap<>();
        poll.put("Sid", sid);
        poll.put("Version", "1.3");
        poll.put("Type", "standalone");
        poll.put("NAT", nat.toString());
        poll.put("Clients", 0);
        poll.put("AcceptedRelayPattern", "snowflake.torproject.net$");
        return post("/proxy", poll);
    }

    private static Duration wait(JsonNode told) {
        Duration next = Duration.ofMillis(told.path("NextPoll").asLong());
        if (next.isNegative() || next.isZero()) {
            return OWN_WAIT;
        }
        return next.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : next;
    }

    private static CompletableFuture<Void> after(Duration time) {
        return CompletableFuture.runAsync(() -> { },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private CompletableFuture<HttpResponse<String>> post(String path, Map<String, Object> body) {
        return http.sendAsync(HttpRequest.newBuilder(broker.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(GoJson.write(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the broker answers with status " + response.statusCode());
        }
        try {
            return GoJson.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CompletionException(e);
        }
    }
}
