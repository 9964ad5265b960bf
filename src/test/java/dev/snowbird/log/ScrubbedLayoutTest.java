package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class ScrubbedLayoutTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("some.library");
    private final ScrubbedLayout layout = new ScrubbedLayout();

    @AfterEach
    void beSafeAgain() {
        ScrubbedLayout.setUnsafe(false);
        ScrubbedLayout.setJson(false);
    }

    @Test
    void writesALineOfJsonWhenToldTo() throws IOException {
        ScrubbedLayout.setJson(true);

        String line = lay("%msg", "said \"{}\"\nand more", null, "hello");

        assertEquals(1, line.lines().count(), line);
        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals("WARN", json.get("level").asText());
        assertEquals("some.library", json.get("logger").asText());
        assertEquals("said \"hello\"\nand more", json.get("msg").asText());
        assertTrue(Instant.parse(json.get("time").asText()).isBefore(Instant.now().plusSeconds(1)), line);
        assertFalse(json.has("stack"), line);
    }

    @Test
    void scrubsJsonLikeText() throws IOException {
        ScrubbedLayout.setJson(true);
        Exception failure = new UncheckedIOException("to 10.0.0.1:80", new IOException("from [2001:db8::1]:5"));

        String line = lay("%msg", "peer {} said {} with {}", failure, "203.0.113.7",
                "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=hush\r\na=mid:hush\r\n", "Authorization: Bearer hushhushhush");

        assertFalse(line.matches("(?s).*(203\\.0|2001|10\\.0|hush).*"), line);
        JsonNode json = new ObjectMapper().readTree(line);
        assertTrue(json.get("msg").asText().startsWith("peer [scrubbed] said [scrubbed]"), line);
        assertTrue(json.get("stack").asText().contains("Caused by: java.io.IOException: from [scrubbed]"), line);

        ScrubbedLayout.setUnsafe(true);
        assertTrue(lay("%msg", "203.0.113.7", null).contains("\"msg\":\"203.0.113.7\""));
    }

    @Test
    void writesTheIdOfWhatALineIsAbout() throws IOException {
        LoggingEvent event = new LoggingEvent("", logger, Level.DEBUG, "is given to a proxy", null, null);
        event.addKeyValuePair(new KeyValuePair("offer", "0EDFF4B7AA522C1-0000000000000001"));
        event.setMDCPropertyMap(Map.of("camel.routeId", "of 10.0.0.1"));

        assertEquals("is given to a proxy offer=0EDFF4B7AA522C1-0000000000000001\n",
                lay(ProgramLog.PATTERN, event).replaceFirst(".*: ", ""));
        assertEquals("ready\n", lay(ProgramLog.PATTERN, "ready", null).replaceFirst(".*: ", ""));
        ScrubbedLayout.setJson(true);
        JsonNode json = new ObjectMapper().readTree(lay("%msg", event));
        assertEquals("0EDFF4B7AA522C1-0000000000000001", json.get("offer").asText());
        assertEquals("of [scrubbed]", json.get("camel.routeId").asText());
    }

    @Test
    void scrubsMessagesArgumentsAndStackTracesAlike() {
        Exception failure = new UncheckedIOException("to 10.0.0.1:80", new IOException("from [2001:db8::1]:5"));
        failure.addSuppressed(new IllegalStateException("v=0\r\ns=hush\r\n"));

        String line = lay("%msg%n", "peer {} said {}", failure, "203.0.113.7", "a=candidate:hush");

        assertFalse(line.matches("(?s).*(203\\.0|2001|10\\.0|hush).*"), line);
        assertTrue(line.startsWith("peer [scrubbed] said [scrubbed]" + System.lineSeparator()), line);
        assertTrue(line.contains("Caused by: java.io.IOException: from [scrubbed]"), line);
        assertTrue(line.contains("at dev.snowbird.log.ScrubbedLayoutTest.scrubs"), line);
    }

    @Test
    void keepsTheTimeTheLevelAndTheLogger() {
        assertTrue(lay("%d{yyyy/MM/dd HH:mm:ss, UTC} %-5level %logger: %msg", "ready", null)
                .matches("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d WARN  some.library: ready"));
    }

    @Test
    void letsEverythingThroughWhenToldTo() {
        ScrubbedLayout.setUnsafe(true);

        assertEquals("203.0.113.7", lay("%msg", "203.0.113.7", null));
    }

    private String lay(String pattern, String message, Throwable failure, Object... arguments) {
        return lay(pattern, new LoggingEvent("", logger, Level.WARN, message, failure, arguments));
    }

    private String lay(String pattern, LoggingEvent event) {
        layout.setContext(logger.getLoggerContext());
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(event);
    }
}
