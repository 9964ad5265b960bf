package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    private Path directory;

    @Test
    void hasADefaultForEverything() {
        Settings settings = load(Map.of(), Map.of());
        assertEquals("127.0.0.1", settings.text("http.host"));
        assertEquals(8080, settings.integer("http.port"));
        assertEquals(100000, settings.integer("http.max-body-size"));
        assertEquals(9876, settings.integer("management.port"));
        assertEquals(9324, settings.integer("sqs.embedded.port"));
        assertEquals(10000, settings.integer("rendezvous.max-offers-in-flight"));
        assertEquals("snowflake-client-", settings.text("rendezvous.client-queue-prefix"));
        assertEquals("snowflake.torproject.net$", settings.text("rendezvous.allowed-relay-pattern"));
        assertEquals(Duration.ofSeconds(5), settings.duration("rendezvous.client-timeout"));
        assertEquals(Duration.ofSeconds(10), settings.duration("rendezvous.proxy-timeout"));
        assertEquals(Duration.ofSeconds(30), settings.duration("rendezvous.cleanup-interval"));
        assertEquals(Duration.ofMinutes(2), settings.duration("rendezvous.cleanup-age"));
        assertEquals(Duration.ofHours(1), settings.duration("rendezvous.next-poll-rejected"));
        assertTrue(settings.flag("rendezvous.enabled"));
        assertEquals(Optional.empty(), settings.optional("rendezvous.broker-sqs-region"));
    }

    @Test
    void laysFileEnvironmentAndCommandLineOverTheDefaults() throws IOException {
        write("http.host=file\nhttp.port=1\nmanagement.port=4\n");
        Settings settings = load(Map.of("HTTP_PORT", "2", "MANAGEMENT_PORT", "5"), Map.of("management.port", "3"));
        assertEquals("127.0.0.1", settings.text("management.host"));
        assertEquals("file", settings.text("http.host"));
        assertEquals(2, settings.integer("http.port"));
        assertEquals(3, settings.integer("management.port"));
    }

    @Test
    void readsDashesAndDotsAsUnderscoresInTheEnvironment() {
        Settings settings = load(Map.of("SQS_EMBEDDED_PORT", "0", "RENDEZVOUS_CLIENT_TIMEOUT", "250ms"), Map.of());
        assertEquals(0, settings.integer("sqs.embedded.port"));
        assertEquals(Duration.ofMillis(250), settings.duration("rendezvous.client-timeout"));
    }

    @Test
    void takesFromTheEnvironmentOnlyWhatNamesASetting() {
        Map<String, String> settings =
                load(Map.of("HTTP_PROXY", "x", "http.port", "1", "SECRET", "x"), Map.of()).asMap();
        assertEquals(SettingTable.TYPES.keySet(), settings.keySet());
        assertEquals("8080", settings.get("http.port"));
    }

    @Test
    void passesKeysOfOthersThroughUntouched() throws IOException {
        write("camel.main.name=mine\nmy.greeting=hello \\\n  world\n");
        Map<String, String> settings = load(Map.of(), Map.of("my.number", " 7 ")).asMap();
        assertEquals("mine", settings.get("camel.main.name"));
        assertEquals("hello world", settings.get("my.greeting"));
        assertEquals(" 7 ", settings.get("my.number"));
    }

    @Test
    void readsTheFileAsUtf8AndForgivesSpacesAroundOurValues() throws IOException {
        write("my.name=Schneeammer ❄\nhttp.port=81 \n");
        Settings settings = load(Map.of(), Map.of());
        assertEquals("Schneeammer ❄", settings.text("my.name"));
        assertEquals(81, settings.integer("http.port"));
    }

    @Test
    void givesAnEmptyValueAsNotSet() throws IOException {
        write("rendezvous.allowed-relay-pattern=x\n");
        Settings settings = load(Map.of("RENDEZVOUS_ALLOWED_RELAY_PATTERN", ""), Map.of());
        assertEquals("", settings.text("rendezvous.allowed-relay-pattern"));
        assertEquals(Optional.empty(), settings.optional("rendezvous.allowed-relay-pattern"));
    }

    @Test
    void neverChanges() {
        Map<String, String> settings = load(Map.of(), Map.of()).asMap();
        assertThrows(UnsupportedOperationException.class, () -> settings.put("http.port", "1"));
    }

    @Test
    void refusesToAnswerForWhatIsNoSetting() {
        Settings settings = load(Map.of(), Map.of());
        assertThrows(IllegalArgumentException.class, () -> settings.text("http.prot"));
        assertThrows(IllegalArgumentException.class, () -> settings.duration("http.port"));
        assertThrows(IllegalArgumentException.class, () -> settings.integer("http.host"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http.port | abc | http.port=abc (command line): expected a port from 0 to 65535",
        "http.port | ''  | http.port= (command line): expected a port from 0 to 65535",
        "rendezvous.client-timeout | 5 "
            + "| rendezvous.client-timeout=5 (command line): expected a duration such as 100ms, 5s, 2m or 1h",
        "rendezvous.enabled | on | rendezvous.enabled=on (command line): expected true or false",
        "http.prot | 1 | http.prot (command line) is not a setting; did you mean http.port?",
        "client.anything | secret | client.anything (command line) is not a setting",
        "amqp.anything-else | amqp://u:p@h | amqp.anything-else (command line) is not a setting",
        "amqp.uri | http://u:p@h "
            + "| amqp.uri=***@h (command line): expected embedded or amqp(s)://USER:PASSWORD@HOST:PORT/VHOST",
        "amqp.uri | amqp://user:secret "
            + "| amqp.uri=amqp://user:*** (command line): expected embedded or amqp(s)://USER:PASSWORD@HOST:PORT/VHOST",
        "amqp.uri | http://h:5672/v "
            + "| amqp.uri=http://h:5672/v (command line): expected embedded or amqp(s)://USER:PASSWORD@HOST:PORT/VHOST",
        "amqp.heartbeat | 500ms "
            + "| amqp.heartbeat=500ms (command line): expected a duration of whole seconds from 1s to 18h",
        "seabird.bind-host | 11235 "
            + "| seabird.bind-host=11235 (command line): expected HOST:PORT, with an IPv6 address in brackets",
        "seabird.database-url | tokens.db "
            + "| seabird.database-url=tokens.db (command line): expected sqlite: and the path of a file, or "
            + "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        "seabird.requests-exchange | default "
            + "| seabird.requests-exchange=default (command line): "
            + "expected 1 to 100 letters, digits, ., _ or -, not default and not beginning with amq.",
        "seabird.events-exchange | amq.topic "
            + "| seabird.events-exchange=amq.topic (command line): "
            + "expected 1 to 100 letters, digits, ., _ or -, not default and not beginning with amq.",
        "http.trusted-proxies | 10.0.0.0/8,proxy | http.trusted-proxies=10.0.0.0/8,proxy (command line): "
            + "expected IP addresses and networks such as 10.0.0.0/8, with commas between them",
        "sqs.endpoint | http://user:secret@host | sqs.endpoint=***@host (command line): "
            + "expected embedded, aws, none or an http(s) URL without a user name"
    })
    void stopsTheStartWithOneLine(String key, String value, String line) {
        assertEquals(line, refusal(Map.of(), Map.of(key, value)));
    }

    @Test
    void namesThePlaceOfAWrongValue() throws IOException {
        assertEquals("http.port=x (environment variable HTTP_PORT): expected a port from 0 to 65535",
                refusal(Map.of("HTTP_PORT", "x"), Map.of()));
        assertTrue(refusal(Map.of("AWS_ENDPOINT_URL_SQS", "x"), Map.of())
                .startsWith("sqs.endpoint=x (environment variable AWS_ENDPOINT_URL_SQS): expected "));
        write("http.port=x");
        assertEquals("http.port=x (" + directory.resolve("config/application.properties")
                + "): expected a port from 0 to 65535", refusal(Map.of(), Map.of()));
    }

    @Test
    void keepsToOneLineWhateverTheValue() {
        String line = refusal(Map.of("HTTP_HOST", "a\nb\r\u0007"), Map.of());
        assertEquals(1, line.lines().count());
        assertTrue(line.startsWith("http.host=a?b"), line);
        assertEquals("http.a?b (command line) is not a setting", refusal(Map.of(), Map.of("http.a\nb", "1")));
    }

    @Test
    void namesAFileThatCanNotBeRead() throws IOException {
        write("my.key=\\u12");
        String line = refusal(Map.of(), Map.of());
        assertTrue(line.startsWith("can't read " + directory.resolve("config/application.properties")), line);
        assertFalse(line.contains("\n"));
    }

    @Test
    void warnsOfWhatCountsForNothingAndSaysWhatWasProbablyMeant() throws IOException {
        write("LOG.unsafe=true\nsmtp.port=25\ncamel.main.name=x\n");
        Files.writeString(directory.resolve("application.properties"), "http.port=1\n");
        Files.writeString(directory.resolve("config/application.yaml"), "http: 1\n");
        Path file = directory.resolve("config/application.properties");

        Settings settings = load(Map.of("SEABRID_BIND_HOST", ":1", "HTTP_PROXY", "x", "PATH", "x"),
                Map.of("seabrid.enabled", "false"));

        assertEquals(List.of(
                directory.resolve("application.properties") + " is not read; settings are read from " + file,
                directory.resolve("config/application.yaml") + " is not read; settings are read from " + file,
                "LOG.unsafe (" + file + ") is not a setting; did you mean log.unsafe?",
                "seabrid.enabled (command line) is not a setting; did you mean seabird.enabled?",
                "environment variable SEABRID_BIND_HOST is not a setting; did you mean SEABIRD_BIND_HOST?"),
                settings.warnings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "log.level | loud | log.level=loud (command line): expected OFF, ERROR, WARN, INFO, DEBUG or TRACE",
        "log.level.org.apache | 5 | log.level.org.apache=5 (command line): "
            + "expected OFF, ERROR, WARN, INFO, DEBUG or TRACE",
        "log.level. | INFO | log.level. (command line) is not a setting; did you mean log.level?"
    })
    void takesLevelsOfAnyNumberOfLoggers(String key, String value, String line) {
        assertEquals("debug", load(Map.of("LOG_LEVEL", "debug"), Map.of("log.level.proxy-poll", "off"))
                .text("log.level"));
        assertEquals(line, refusal(Map.of(), Map.of(key, value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "BIND_HOST    | :2              | seabird.bind-host    | :2",
        "DATABASE_URL | sqlite://x.db   | seabird.database-url | sqlite://x.db",
        "LOG_LEVEL    | warn            | log.level            | warn",
        "LOG_FORMAT   | JSON            | log.format           | JSON",
        "LOG_FORMAT   | pretty          | log.format           | pretty",
        "BIND_HOST    | ''              | seabird.bind-host    | 127.0.0.1:11235"
    })
    void takesTheVariablesOfTheGoCore(String variable, String value, String key, String taken) {
        assertEquals(taken, load(Map.of(variable, value), Map.of()).text(key));
    }

    @Test
    void countsItsOwnNameBeforeThatOfTheGoCoreAndNamesTheOneThatIsWrong() {
        assertEquals(":1", load(Map.of("BIND_HOST", ":2", "SEABIRD_BIND_HOST", ":1"), Map.of())
                .text("seabird.bind-host"));
        assertEquals("seabird.bind-host=0.0.0.0 (environment variable BIND_HOST): expected HOST:PORT, with an IPv6"
                + " address in brackets", refusal(Map.of("BIND_HOST", "0.0.0.0"), Map.of()));
        assertEquals("log.format=xml (environment variable LOG_FORMAT): expected text, json or pretty",
                refusal(Map.of("LOG_FORMAT", "xml"), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "management.port=8080 | management.port=8080 (command line): the port is that of http.port=8080 (default)",
        "management.port=8080 management.host=0.0.0.0 "
            + "| management.port=8080 (command line): the port is that of http.port=8080 (default)",
        "management.port=8080 management.host=127.0.0.2 | -",
        "management.port=8080 rendezvous.enabled=false | -",
        "seabird.bind-host=:8080 rendezvous.enabled=false | -",
        "management.port=0 http.port=0 sqs.embedded.port=0 seabird.bind-host=:0 | -",
        "sqs.embedded.port=9876 "
            + "| sqs.embedded.port=9876 (command line): the port is that of management.port=9876 (default)",
        "sqs.embedded.port=9876 sqs.endpoint=none | -",
        "seabird.bind-host=:8080 "
            + "| seabird.bind-host=:8080 (command line): the port is that of http.port=8080 (default)",
        "seabird.bind-host=:8080 seabird.enabled=false | -",
        "amqp.embedded.port=11235 | amqp.embedded.port=11235 (command line): "
            + "the port is that of seabird.bind-host=127.0.0.1:11235 (default)"
    })
    void givesNoTwoListenersOnePort(String overrides, String line) {
        Map<String, String> given = Stream.of(overrides.split(" ")).map(text -> text.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        if (line == null) {
            load(Map.of(), given);
        } else {
            assertEquals(line, refusal(Map.of(), given));
        }
    }

    private Settings load(Map<String, String> environment, Map<String, String> overrides) {
        return Settings.load(SettingFile.find(directory, Optional.empty()), environment, overrides);
    }

    private String refusal(Map<String, String> environment, Map<String, String> overrides) {
        return assertThrows(SettingException.class, () -> load(environment, overrides)).getMessage();
    }

    private void write(String text) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), text);
    }
}
