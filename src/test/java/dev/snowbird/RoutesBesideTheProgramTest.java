package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the operator puts into {@code ./routes} joins the built-in routes, or takes the place of one. */
class RoutesBesideTheProgramTest {

    private static final Settings SETTINGS = Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
            "sqs.endpoint", "none", "seabird.enabled", "false", "rendezvous.disable-geoip", "true"));
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
    void anOfferMayBeRefused() throws Exception {
        Files.copy(Path.of("examples/refuse-offers/routes/client-poll.camel.yaml"),
                routes.resolve("client-poll.camel.yaml"));

        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals("{\"error\":\"no candidate in the offer\"}", send(application, "/client", offer("")).body());
            assertEquals("{\"error\":\"no snowflake proxies currently available\"}",
                    send(application, "/client", offer("a=candidate:1")).body());
        }
    }

    private static String offer(String line) {
        return "1.0\n" + GoJson.write(Map.of(
                "offer", GoJson.write(Map.of("type", "offer", "sdp", "v=0\r\n" + line)), "nat", "unknown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client", "/offer"})
    void aCopyKeepsItsLimitsWhateverItsPath(String path) throws Exception {
        String builtIn = Files.readString(Path.of("src/main/resources/routes/rendezvous/client-over-http.camel.yaml"));
        Files.writeString(routes.resolve("client-over-http.camel.yaml"),
                builtIn.replace("platform-http:/client", "platform-http:" + path));
        Map<String, String> settings = new HashMap<>(SETTINGS.asMap());
        settings.put("http.offers-per-minute", "1");
        settings.put("http.max-body-size", "9");

        try (Application application = Application.start(Settings.builtIn(settings), routes)) {
            assertEquals(200, send(application, path, "no offer").statusCode());
            assertEquals(429, send(application, path, "no offer").statusCode());
            assertEquals(429, send(application, path, "no offer").statusCode());
            assertEquals(429, send(application, "/amp/client/", "").statusCode());
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

    @Test
    void theLogTellsOfEachFileAndOfWhatLooksLikeOne() throws Exception {
        writeRoute("hello.camel.yaml", "hello", "platform-http:/hello", "hello");
        writeRoute("mine.camel.yaml", "proxy-poll", "platform-http:/proxy", "replaced");
        writeRoute("off.camel.yaml", "off\n    precondition: '{{seabird.enabled}}'", "platform-http:/off", "off");
        writeRoute("x.yaml", "x", "platform-http:/x", "x");
        writeRoute("y.camel.yml", "y", "platform-http:/y", "y");
        writeRoute("z.camel.yaml.off", "z", "platform-http:/z", "z");
        writeRoute("below/deep.camel.yaml", "deep", "platform-http:/deep", "deep");

        List<String> lines = logOf(RouteFiles.class, () -> Application.start(SETTINGS, routes).close());

        assertEquals(List.of(
                "WARN below is not read: route files are in  itself",
                "WARN x.yaml is not read; a file of routes is called x.camel.yaml",
                "WARN y.camel.yml is not read; a file of routes is called y.camel.yaml",
                "INFO hello.camel.yaml adds the route hello",
                "INFO mine.camel.yaml replaces the route proxy-poll",
                "INFO off.camel.yaml: the route off is not used, as its precondition says"), lines);
    }

    @Test
    void routesWithoutAnIdAreAddedUnderOneOfCamels() throws Exception {
        Files.writeString(routes.resolve("one.camel.yaml"), """
                - rest:
                    post:
                      - path: /rest
                        to: direct:say-hello
                - route:
                    from:
                      uri: direct:say-hello
                      steps:
                        - setBody:
                            constant: hello
                """);
        Files.writeString(routes.resolve("two.camel.yaml"), """
                - from:
                    uri: platform-http:/hello
                    steps:
                      - setBody:
                          constant: hello, too
                """);
        List<String> lines = logOf(RouteFiles.class, () -> {
            try (Application application = Application.start(SETTINGS, routes)) {
                assertEquals("hello", post(application, "/rest"));
                assertEquals("hello, too", post(application, "/hello"));
            }
        });

        assertEquals(List.of("INFO one.camel.yaml adds the route route?", "INFO two.camel.yaml adds the route route?"),
                lines.stream().map(line -> line.replaceAll("\\d+$", "?")).toList());
    }

    @Test
    void aLogStepIsSeenInTheLogUnderItsRoutesId() throws Exception {
        Files.writeString(routes.resolve("hello.camel.yaml"), """
                - route:
                    id: hello
                    from:
                      uri: platform-http:/hello
                      steps:
                        - log: "hello from ${routeId}"
                        - to: log:said
                """);
        try (Application application = Application.start(SETTINGS, routes)) {
            assertEquals(List.of("INFO hello from hello"), logOf("hello", () -> post(application, "/hello")));
            assertEquals(1, logOf("said", () -> post(application, "/hello")).size());
        }
    }

    @Test
    void theGuidesLogLineComesAgainAndAgain() throws Exception {
        copyRecipe("waiting-proxies");
        Map<String, String> settings = new HashMap<>(SETTINGS.asMap());
        settings.put("waiting-proxies.period", "50ms");

        List<String> lines = logOf("waiting-proxies", () -> {
            CountDownLatch twice = new CountDownLatch(2);
            try (Application application = Application.start(Settings.builtIn(settings), routes)) {
                application.camelContext().getCamelContextExtension().addLogListener((exchange, logger, message) -> {
                    twice.countDown();
                    return message;
                });
                assertTrue(twice.await(Broker.patience().toSeconds(), TimeUnit.SECONDS));
            }
        });

        assertEquals("INFO 0 proxies wait", lines.get(0));
    }

    private void copyRecipe(String name) throws IOException {
        String recipe = Files.readString(Path.of("src/test/resources/edited-routes", name + ".camel.yaml"));
        assertTrue(Files.readString(Path.of("docs/editing-routes.md")).contains(recipe), "the guide has another file");
        Files.writeString(routes.resolve(name + ".camel.yaml"), recipe);
    }

    @Test
    void aMessageForARouteThatIsNotThereFailsAtOnceAndOnOneLine() throws Exception {
        writeRoute("hello.camel.yaml", "hello", "platform-http:/hello", "hello");
        Files.writeString(routes.resolve("away.camel.yaml"), """
                - route:
                    id: away
                    from:
                      uri: platform-http:/away
                      steps:
                        - toD: "direct:not-${routeId}"
                """);
        try (Application application = Application.start(SETTINGS, routes)) {
            List<String> lines = logOf(DefaultErrorHandler.class, () -> assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertEquals(500, send(application, "/away", "").statusCode())));

            assertEquals(1, lines.size());
            assertTrue(lines.get(0).contains("No consumers available on endpoint: direct://not-away"), lines.get(0));
            assertEquals(1, lines.get(0).lines().count(), lines.get(0));
        }
    }

    /** Something that logs. */
    private interface Work {
        void run() throws Exception;
    }

    private List<String> logOf(Class<?> logger, Work work) throws Exception {
        return logOf(logger.getName(), work);
    }

    private List<String> logOf(String name, Work work) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(name);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        try {
            work.run();
        } finally {
            logger.detachAppender(seen);
        }
        seen.list.forEach(event -> assertNull(event.getThrowableProxy(), event::getFormattedMessage));
        return seen.list.stream().map(event -> event.getLevel() + " "
                + event.getFormattedMessage().replace(routes + "/", "").replace(routes.toString(), "")).toList();
    }

    private void writeRoute(String file, String id, String from, String answer) throws IOException {
        Files.createDirectories(routes.resolve(file).getParent());
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
        return Http.post(Http.at(application.listener("http"), path), body);
    }
}
