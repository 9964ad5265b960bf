package dev.snowbird.testing;

import dev.snowbird.net.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks the ports of a program, in this process or another, and waits for the response. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {
    }

    /** Where a port of this process has a path. */
    public static URI at(Listener port, String path) {
        return URI.create("http://" + port.host() + ":" + port.port() + path);
    }

    public static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(page));
    }

    public static HttpResponse<String> post(URI page, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(page).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
