package dev.snowbird.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks for pages at the HTTP port, which is real and on loopback. */
public final class Browser {

    private final URI port;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> headers = new ArrayList<>();

    Browser(int port) {
        this.port = URI.create("http://127.0.0.1:" + port);
    }

    /** Sends a header with every further request. */
    public Browser header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    /** Gets a page. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    /** Posts something to a page. */
    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    /** Posts something, and does not wait for what comes of it. */
    CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
        return http.sendAsync(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(port.resolve(path)).timeout(Until.PATIENCE);
        return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
    }
}
