package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A broker that speaks HTTP alone, on a real socket, and the proxies that talk to it. */
public final class HttpBroker implements AutoCloseable {

    public static final String OFFER = "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n<ö>\"}";
    public static final String ANSWER = "{\"type\":\"answer\",\"sdp\":\"v=0\\r\\na=candidate:1 <ä>\"}";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Application application;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpBroker(Application application) {
        this.application = application;
    }

    /** Starts a broker whose clients wait for an answer as long as the machine is slow. */
    public static HttpBroker start() throws Exception {
        return start(Map.of("rendezvous.client-timeout", PATIENCE.toSeconds() + "s"));
    }

    public static HttpBroker start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "http.port", "0", "management.port", "0", "sqs.endpoint", "none", "http.header-timeout", "60s",
                "seabird.enabled", "false", "rendezvous.polls-per-interval", "0",
                "rendezvous.disable-geoip", String.valueOf(!settings.containsKey("rendezvous.geoipdb")),
                "rendezvous.proxy-timeout", PATIENCE.toSeconds() + "s"));
        all.putAll(settings);
        return new HttpBroker(Application.start(Settings.builtIn(all)));
    }

    public Listener listener() {
        return application.listener("http");
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://" + listener().host() + ":" + listener().port() + path)).timeout(PATIENCE);
    }

    public CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> get(String path) {
        return send(request(path));
    }

    public CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /** An unrestricted proxy polls, and is held when this returns; completes with what the proxy is told. */
    public CompletableFuture<Map<String, String>> holdProxy(String sid) {
        CompletableFuture<HttpResponse<String>> held = post("/proxy", GoJson.write(Map.of("Sid", sid, "Version", "1.3",
                "NAT", "unrestricted", "AcceptedRelayPattern", "snowflake.torproject.net$")));
        await().atMost(PATIENCE).until(() -> application.meters().get("snowbird.proxies.waiting").gauge().value() == 1);
        return held.thenApply(response -> json(response.body()));
    }

    /** A proxy answers; returns the status it is told. */
    public String answer(String sid) throws Exception {
        return json(get(post("/answer", GoJson.write(Map.of("Version", "1.3", "Sid", sid, "Answer", ANSWER)))).body())
                .get("Status");
    }

    /** Waits until no request is in the middle of a route. */
    public void awaitIdle(String routeId) {
        await().atMost(PATIENCE).until(() ->
                application.camelContext().getInflightRepository().size(routeId) == 0);
    }

    public static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public static String versioned(String offer) {
        return "1.0\n" + GoJson.write(Map.of("offer", offer));
    }

    public static Map<String, String> json(String text) {
        try {
            return GoJson.mapper().readerForMapOf(Object.class).readValue(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
