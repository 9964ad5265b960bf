package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator puts into {@code ./routes} joins the built-in routes, or takes the place of one. */
class RoutesBesideTheProgramTest {

    private static final Settings SETTINGS = Settings.builtIn(Map.of(
            "http.port", "0", "management.port", "0", "sqs.endpoint", "none", "seabird.enabled", "false"));
    private static final String POLL = "{\"Sid\":\"the-sid\",\"Version\":\"1.3\"}";

    @TempDir
    private Path routes;

    @Test
    void aFileWithTheIdOfABuiltInRouteReplacesIt() throws Exception {
        writeRoute("proxy-poll.camel.yaml", "proxy-poll", "platform-http:/proxy", "replaced");

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("replaced", post(application, "/proxy"));
            assertEquals("", post(application, "/answer"));
        }
    }

    @Test
    void theIdCountsAndNotTheNameOfTheFile() throws Exception {
        writeRoute("mine.camel.yaml", "proxy-poll", "platform-http:/proxy", "replaced");

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("replaced", post(application, "/proxy"));
        }
    }

    @Test
    void aFileWithAnotherIdAddsARoute() throws Exception {
        writeRoute("hello.camel.yaml", "hello", "platform-http:/hello", "hello");

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("hello", post(application, "/hello"));
            assertEquals("{\"Status\":\"incorrect relay pattern\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":3600000,"
                    + "\"RelayURL\":\"\"}", post(application, "/proxy"));
        }
    }

    @Test
    void aFileWithAnotherEndingIsLeftAlone() throws Exception {
        writeRoute("proxy-poll.camel.yaml.off", "proxy-poll", "platform-http:/proxy", "replaced");

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals(400, send(application, "/proxy", "no poll").statusCode());
        }
    }

    @Test
    void theClientCommandsRouteIsLeftToIt() throws Exception {
        writeRoute("client.camel.yaml", "client", "platform-http:/client-command", "not for the broker");

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals(404, send(application, "/client-command", "").statusCode());
        }
    }

    @Test
    void twoFilesOutsideWithOneIdStopTheStart() throws Exception {
        writeRoute("one.camel.yaml", "hello", "platform-http:/hello", "hello");
        writeRoute("two.camel.yaml", "hello", "platform-http:/hello", "hello");

        StartException e = assertThrows(StartException.class, () -> Application.start(SETTINGS, routes));
        assertEquals("can't start: " + routes.resolve("two.camel.yaml")
                + ": another file has a route with the id hello", e.getMessage());
    }

    @Test
    void aFileThatIsNoRouteStopsTheStart() throws Exception {
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n    idd: broken\n");

        StartException e = assertThrows(StartException.class, () -> Application.start(SETTINGS, routes));
        assertTrue(e.getMessage().contains("broken.camel.yaml"), e.getMessage());
    }

    @Test
    void aFolderThatIsNotThereIsNoFolder() throws Exception {
        try (Application application = Application.start(SETTINGS, routes.resolve("absent"))) {
            assertEquals(400, send(application, "/proxy", "no poll").statusCode());
        }
    }

    @Test
    void anEditedCopyOfABuiltInRouteKeepsItsBeansAndItsErrorHandling() throws Exception {
        String builtIn = Files.readString(Path.of("src/main/resources/routes/rendezvous/proxy-poll.camel.yaml"));
        Files.writeString(routes.resolve("proxy-poll.camel.yaml"), builtIn + """
                        - setHeader:
                            name: X-Edited
                            constant: by hand
                """);

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("by hand", send(application, "/proxy", POLL).headers().firstValue("X-Edited").orElse(""));
            assertEquals(400, send(application, "/proxy", "no poll").statusCode());
        }
    }

    @Test
    void aRouteMayBringItsOwnErrorHandlingInALaterFile() throws Exception {
        writeRoute("hello.camel.yaml", "hello\n    routeConfigurationId: sorry",
                "platform-http:/hello", "${body.fail}");
        Files.writeString(routes.resolve("sorry.camel.yaml"), """
                - routeConfiguration:
                    id: sorry
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled:
                            constant: "true"
                          steps:
                            - setBody:
                                constant: sorry
                """);

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("sorry", post(application, "/hello"));
        }
    }

    private void writeRoute(String file, String id, String from, String answer) throws IOException {
        Files.writeString(routes.resolve(file), """
                - route:
                    id: %s
                    from:
                      uri: %s
                      steps:
                        - setBody:
                            simple: "%s"
                """.formatted(id, from, answer));
    }

    private static String post(Application application, String path) throws Exception {
        return send(application, path, POLL).body();
    }

    private static HttpResponse<String> send(Application application, String path, String body) throws Exception {
        Application.Listener http = application.listeners().get(0);
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(http.host(), http.port(), path)))
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
