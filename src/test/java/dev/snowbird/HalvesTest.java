package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.net.Listener;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A half that is switched off opens nothing, and wants nothing for it. */
class HalvesTest {

    private static final String PAGE = """
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - setBody:
                        constant: hello
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> given = new HashMap<>(Map.of("http.port", "0", "management.port", "0",
            "sqs.embedded.port", "0", "rendezvous.disable-geoip", "true", "seabird.bind-host", "127.0.0.1:0"));

    @Test
    void theChatAloneLeavesThePortAndTheTlsOfTheRendezvousAlone() throws Exception {
        try (ServerSocket taken = takenPort()) {
            given.put("rendezvous.enabled", "false");
            given.put("http.port", String.valueOf(taken.getLocalPort()));
            assertEquals(List.of("management", "amqp", "seabird"), listeners());
            given.put("http.host", "0.0.0.0");
            given.put("sqs.embedded.port", String.valueOf(taken.getLocalPort()));
            assertEquals(List.of("management", "amqp", "seabird"), listeners());
        }
    }

    @Test
    void theRendezvousAloneLeavesThePortsAndTheTokensOfTheChatAlone() throws Exception {
        try (ServerSocket taken = takenPort()) {
            given.put("seabird.enabled", "false");
            given.put("seabird.bind-host", "127.0.0.1:" + taken.getLocalPort());
            given.put("amqp.embedded.port", String.valueOf(taken.getLocalPort()));

            assertEquals(List.of("http", "management", "sqs"), listeners());
            assertFalse(Files.exists(tokens()));
        }
    }

    @Test
    void withNeitherThereIsTheManagementPort() throws Exception {
        given.put("rendezvous.enabled", "false");
        given.put("seabird.enabled", "false");

        assertEquals(List.of("management"), listeners());
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - setBody:
                        constant: hello
            """, """
            - route:
                id: hello
                from:
                  uri: "{{my.page}}"
                  parameters:
                    platformHttpEngine: "#crossOriginHttp"
                  steps:
                    - setBody:
                        constant: hello
            """, """
            - rest:
                get:
                  - path: /hello
                    to: direct:hello
            - route:
                from:
                  uri: direct:hello
                  steps:
                    - setBody:
                        constant: hello
            """})
    void aPageOfOnesOwnIsServedBesideTheChatAlone(String page) throws Exception {
        given.put("rendezvous.enabled", "false");
        given.put("my.page", "platform-http:/hello");
        writePage(page);

        try (Application application = start()) {
            assertEquals(List.of("http", "management", "amqp", "seabird"),
                    application.listeners().stream().map(Listener::name).toList());
            assertEquals("hello", Http.get(Http.at(application.listener("http"), "/hello")).body());
        }
    }

    @Test
    void aPageThatIsStartedLaterHasItsPortBefore() throws Exception {
        given.put("rendezvous.enabled", "false");
        writePage(PAGE.replace("route:", "route:\n    autoStartup: false"));

        assertEquals(List.of("http", "management", "amqp", "seabird"), listeners());
    }

    @Test
    void aPageThatIsNotUsedOpensNothing() throws Exception {
        given.put("rendezvous.enabled", "false");
        writePage(PAGE.replace("route:", "route:\n    precondition: '{{rendezvous.enabled}}'"));

        assertEquals(List.of("management", "amqp", "seabird"), listeners());
    }

    @Test
    void aPageOfOnesOwnWantsThePortAndTheTls() throws Exception {
        given.put("rendezvous.enabled", "false");
        writePage(PAGE);
        try (ServerSocket taken = takenPort()) {
            given.put("http.port", String.valueOf(taken.getLocalPort()));
            assertEquals("http.port can't listen on 127.0.0.1:" + taken.getLocalPort()
                    + ": the port is taken or the address is not this machine's",
                    assertThrows(StartException.class, this::start).getMessage());
        }
        given.put("http.host", "0.0.0.0");
        assertEquals("the --acme-hostnames, --cert and --key, or --disable-tls option is required",
                assertThrows(StartException.class, this::start).getMessage());
    }

    private void writePage(String page) throws IOException {
        Files.writeString(folder.resolve("hello.camel.yaml"), page);
    }

    private List<String> listeners() throws StartException {
        try (Application application = start()) {
            return application.listeners().stream().map(Listener::name).toList();
        }
    }

    private Application start() throws StartException {
        given.put("seabird.database-url", "sqlite:" + tokens());
        return Application.start(Settings.builtIn(given), folder);
    }

    private Path tokens() {
        return folder.resolve("tokens.db");
    }

    private static ServerSocket takenPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
