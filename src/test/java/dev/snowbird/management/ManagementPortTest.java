package dev.snowbird.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.settings.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read the pages of the management port: programs, and no web page. */
class ManagementPortTest {

    private static final int PATIENCE_MILLIS = 60_000;
    private static Application application;

    @BeforeAll
    static void start() throws Exception {
        application = Application.start(Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
                "management.allowed-hosts", "snowbird.example, other.example", "sqs.endpoint", "none",
                "seabird.enabled", "false")));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Host: 127.0.0.1 | 200", "Host: localhost:9876 | 200", "Host: [::1] | 200", "Host: other.example:1 | 200",
        "Host: example.org | 403", "Host: localhost!Origin: https://example.org | 403",
        "Host: localhost!Origin: http://localhost | 200", "Host: localhost!Sec-Fetch-Site: cross-site | 403"})
    void servesItsOwnHostsAndOrigin(String headers, int status) throws Exception {
        for (String page : new String[] {"/", "/status.json", "/observe/health", "/observe/metrics"}) {
            assertEquals(status, status(page, headers.replace("!", "\r\n")), page);
        }
    }

    private static int status(String page, String headers) throws IOException {
        Listener listener = application.listener("management");
        try (Socket peer = new Socket(listener.host(), listener.port())) {
            peer.setSoTimeout(PATIENCE_MILLIS);
            peer.getOutputStream().write(("GET " + page + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String response = new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(response.split(" ")[1]);
        }
    }
}
