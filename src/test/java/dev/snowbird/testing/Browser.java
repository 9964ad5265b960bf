package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Chromium without a window, driven by the WebDriver that comes with it (W3C WebDriver, and of Chromium its
 * command to emulate). Where it isn't installed, the test is skipped and says so; where {@code CI} is {@code true}, it
 * fails.
 */
public final class Browser implements AutoCloseable {

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String MISSING = "Debian's packages chromium and chromium-driver are not installed";
    private static final Pattern LISTENING = Pattern.compile("started successfully on port ([0-9]+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    /** As a user of its own it could have its sandbox; the pages are ours. */
    private static final List<String> OPTIONS = List.of("--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--no-first-run");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Path output = Files.createTempFile("chromedriver", ".log");
    private final GuardedProcess driver;
    private final URI session;

    private Browser() throws IOException {
        driver = GuardedProcess.start(Map.of(), output, DRIVER.toString(), "--port=0");
        try {
            session = begin(URI.create("http://127.0.0.1:" + await().atMost(Broker.patience())
                    .until(this::port, Optional::isPresent).orElseThrow() + "/session"));
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /** Starts one, which has a window of 1280 by 900 points. */
    public static Browser open() throws IOException {
        if (!Files.isExecutable(DRIVER) || !Files.isExecutable(CHROMIUM)) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(MISSING);
            }
            Assumptions.abort(MISSING);
        }
        return new Browser();
    }

    private Optional<String> port() throws IOException {
        return LISTENING.matcher(Files.readString(output)).results()
                .map((MatchResult found) -> found.group(1)).findFirst();
    }

    private URI begin(URI sessions) {
        JsonNode begun = send("POST", sessions, Map.of("capabilities", Map.of("alwaysMatch", Map.of(
                "browserName", "chrome", "goog:loggingPrefs", Map.of("browser", "ALL"), "goog:chromeOptions",
                Map.of("binary", CHROMIUM.toString(), "args", OPTIONS)))));
        return URI.create(sessions + "/" + begun.get("sessionId").asText());
    }

    private JsonNode send(String method, URI to, Object body) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(to).method(method, body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(to + ": " + answer.body());
            }
            return json.readTree(answer.body()).get("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode ask(String method, String command, Object body) {
        return send(method, URI.create(session + command), body);
    }

    /** Emulates the window of a phone or another one, and what its user prefers. */
    public void emulate(int width, int height, String scheme) {
        chromium("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        chromium("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void chromium(String command, Map<String, Object> parameters) {
        ask("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** Loads a page. */
    public void visit(URI page) {
        ask("POST", "/url", Map.of("url", page.toString()));
    }

    /** Returns the page's title. */
    public String title() {
        return ask("GET", "/title", null).asText();
    }

    /** Runs the body of a function in the page, and returns what it returns. */
    public JsonNode run(String script) {
        return ask("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Returns the text that a reader sees of the first element that a selector finds; empty when there is none. */
    public String text(String selector) {
        return texts(selector).stream().findFirst().orElse("");
    }

    /** Returns the texts that a reader sees of all elements that a selector finds. */
    public List<String> texts(String selector) {
        return StreamSupport.stream(run("return [...document.querySelectorAll(" + quoted(selector)
                + ")].map(found => found.innerText ?? found.textContent)").spliterator(), false)
                .map(JsonNode::asText).toList();
    }

    /** Returns what a screen reader calls an element: its role and its name. */
    public String spoken(String selector) {
        String element = ask("POST", "/element", Map.of("using", "css selector", "value", selector))
                .get(ELEMENT).asText();
        return ask("GET", "/element/" + element + "/computedrole", null).asText() + " "
                + ask("GET", "/element/" + element + "/computedlabel", null).asText();
    }

    /** Presses a key, and lets it go: a letter, or one of WebDriver's for keys without any. */
    public void press(char key) {
        ObjectNode keys = json.createObjectNode().put("type", "key").put("id", "keyboard");
        keys.putArray("actions").add(json.createObjectNode().put("type", "keyDown").put("value", String.valueOf(key)))
                .add(json.createObjectNode().put("type", "keyUp").put("value", String.valueOf(key)));
        ask("POST", "/actions", Map.of("actions", List.of(keys)));
    }

    /** Returns what Chromium's console has complained of since it was last asked: scripts' errors, refused contents. */
    public List<String> complaints() {
        return StreamSupport.stream(ask("POST", "/se/log", Map.of("type", "browser")).spliterator(), false)
                .map(line -> line.get("message").asText()).toList();
    }

    private String quoted(String text) {
        return json.valueToTree(text).toString();
    }

    @Override
    public void close() throws IOException {
        try {
            ask("DELETE", "", null);
        } finally {
            driver.close();
            Files.delete(output);
        }
    }
}
