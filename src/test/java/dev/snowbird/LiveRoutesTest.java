package dev.snowbird;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.snowbird.routes.LiveRoutes;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Routes follow the files of the operator's folder. */
class LiveRoutesTest {

    private static final Settings SETTINGS = Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
            "sqs.endpoint", "none", "seabird.enabled", "false", "rendezvous.disable-geoip", "true",
            "routes.reload", "true"));

    private final Logger logger = (Logger) LoggerFactory.getLogger(LiveRoutes.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    @TempDir
    private Path routes;
    private Application application;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        application.close();
        logger.detachAppender(log);
    }

    @Test
    void aFileMayComeAndChangeWhereItsRouteBeginsAndWhatItIsCalledAndGo() throws Exception {
        start();

        write("hello", "hello", "/hello", "constant: one");
        awaitAnswer("/hello", "one");
        write("hello", "hello", "/hallo", "constant: two");
        awaitAnswer("/hallo", "two");
        assertEquals(404, status("/hello"));
        write("hello", "hej", "/hallo", "constant: three");
        awaitAnswer("/hallo", "three");
        Files.delete(routes.resolve("hello.camel.yaml"));
        awaitStatus("/hallo", 404);

        awaitLines(6);
        assertEquals(List.of("INFO Routes follow the files in ",
                "INFO hello.camel.yaml: the route hello is as it was saved",
                "INFO hello.camel.yaml: the route hello is as it was saved",
                "INFO hello.camel.yaml: the route hej is as it was saved", "INFO The route hello is gone",
                "INFO The route hej is gone"), lines());
    }

    @Test
    void aMistakeIsALineAndNothingChangesUntilItIsRight() throws Exception {
        write("hello", "hello", "/hello", "constant: one");
        write("other", "other", "/other", "constant: other");
        start();

        write("hello", "hello", "/hello", "simple: '${bodyy}'");
        write("other", "other", "/other", "constant: changed");
        awaitLines(2);
        assertEquals("WARN hello.camel.yaml:6: route hello, step setBody: the expression ${bodyy} is wrong at character"
                + " 1: Valid syntax: ${body.OGNL} was: bodyy; the routes stay as they were", lines().get(1));
        assertEquals("one", post("/hello").body());
        assertEquals("other", post("/other").body());

        write("hello", "hello", "/hello", "constant: right");
        awaitAnswer("/hello", "right");
        awaitAnswer("/other", "changed");
        awaitLines(4);
        assertEquals(4, lines().size(), () -> lines().toString());

        write("hello", "hello", "/hello", "simple: '${bodyy}'");
        awaitLines(5);
        write("hello", "hello", "/hello", "constant: right");
        awaitLines(6);
        assertEquals("INFO The files in  are again as they run", lines().get(5));
    }

    @Test
    void aLimitThatRequestsAreCountedForTogetherMayChange() throws Exception {
        write("hello", "hello", "/hello?requestsPerMinute=100&countedAs=hello", "constant: one");
        start();
        assertEquals("one", post("/hello").body());

        write("hello", "hello", "/hello?requestsPerMinute=200&countedAs=hello", "constant: two");

        awaitAnswer("/hello", "two");
    }

    @Test
    void aBuiltInRouteIsBackWhenNoFileHasItsIdAnyMore() throws Exception {
        write("mine", "page-robots", "/robots.txt", "constant: mine");
        start();
        assertEquals("mine", post("/robots.txt").body());

        write("mine", "mine", "/mine", "constant: mine");

        awaitAnswer("/mine", "mine");
        assertEquals("User-agent: *\nDisallow: /\n", post("/robots.txt").body());
        awaitLines(3);
        assertEquals("INFO The route page-robots is the built-in one again", lines().get(2));
    }

    @Test
    void errorHandlingThatChangesReachesTheRoutesOfOtherFiles() throws Exception {
        write("hello", "hello\n    routeConfigurationId: sorry", "/hello", "simple: '${body.fail}'");
        writeErrorHandling("sorry");
        start();
        assertEquals("sorry", post("/hello").body());

        writeErrorHandling("very sorry");

        awaitAnswer("/hello", "very sorry");
    }

    @Test
    void routesWithoutAnIdAreExchangedWithTheirFileAndLeftAloneWithOthers() throws Exception {
        writeNameless("one");
        write("other", "other", "/other", "constant: other");
        start();
        assertEquals("one", post("/nameless").body());

        write("other", "other", "/other", "constant: changed");
        awaitAnswer("/other", "changed");
        assertEquals("one", post("/nameless").body());
        writeNameless("two");
        awaitAnswer("/nameless", "two");
        Files.delete(routes.resolve("nameless.camel.yaml"));
        awaitStatus("/nameless", 404);
    }

    private void writeNameless(String answer) throws IOException {
        Files.writeString(routes.resolve("nameless.camel.yaml"), """
                - from:
                    uri: platform-http:/nameless
                    steps:
                      - setBody:
                          constant: %s
                """.formatted(answer));
    }

    @Test
    void errorHandlingOfAllRoutesGoesWithItsFile() throws Exception {
        write("hello", "hello", "/hello", "simple: '${body.fail}'");
        writeErrorHandling("sorry");
        Path file = routes.resolve("sorry.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("    id: sorry\n", ""));
        start();
        assertEquals("sorry", post("/hello").body());

        Files.delete(file);

        awaitStatus("/hello", 500);
        assertEquals(400, status("/proxy"), "what is built in has its own");
    }

    private void start() throws Exception {
        application = Application.start(SETTINGS, routes);
    }

    private void writeErrorHandling(String answer) throws IOException {
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
                                constant: %s
                """.formatted(answer));
    }

    private void write(String file, String id, String path, String body) throws IOException {
        Files.writeString(routes.resolve(file + ".camel.yaml"), """
                - route:
                    id: %s
                    from:
                      uri: platform-http:%s
                      steps:
                        - setBody:
                            %s
                """.formatted(id, path, body));
    }

    private void awaitAnswer(String path, String answer) {
        await().atMost(Broker.patience()).until(() -> post(path).body().equals(answer));
    }

    private void awaitStatus(String path, int status) {
        await().atMost(Broker.patience()).until(() -> status(path) == status);
    }

    /** What a change has come to is told after it counts. */
    private void awaitLines(int count) {
        await().atMost(Broker.patience()).until(() -> lines().size() >= count);
    }

    private int status(String path) throws Exception {
        return post(path).statusCode();
    }

    private HttpResponse<String> post(String path) throws Exception {
        return Http.post(Http.at(application.listener("http"), path), "x");
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream().map(event -> event.getLevel() + " " + event.getFormattedMessage()
                .replace(routes + "/", "").replace(routes.toString(), "")).toList();
    }
}
