package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.settings.SqsEndpoint.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsRulesTest {

    private static final String NAME = "rendezvous.broker-sqs-name";
    private static final String REGION = "rendezvous.broker-sqs-region";
    private static final String PREFIX = "rendezvous.client-queue-prefix";
    private static final String ENABLED = "rendezvous.enabled";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // endpoint, name, region, enabled: resolved endpoint, resolved name
        "-, -, -, true, embedded, snowflake-broker",
        "-, b, eu-west-1, true, aws, b",
        "embedded, -, -, true, embedded, snowflake-broker",
        "embedded, b, -, true, embedded, b",
        "embedded, -, eu-west-1, true, embedded, snowflake-broker",
        "aws, b, eu-west-1, true, aws, b",
        "none, -, -, true, none, ''",
        "none, b, -, true, none, b",
        "http://localhost:9324, b, -, true, http://localhost:9324, b",
        "-, -, -, false, none, ''",
        "-, b, -, false, none, b",
        "-, b, eu-west-1, false, none, b",
        "aws, -, -, false, aws, ''",
        "embedded, -, -, false, embedded, snowflake-broker"
    })
    void fillsInWhatFollows(String endpoint, String name, String region, String enabled, String resolvedEndpoint,
            String resolvedName) {
        Settings settings = load(endpoint, name, region, enabled);
        assertEquals(resolvedEndpoint, settings.asMap().get("sqs.endpoint"));
        assertEquals(resolvedName, settings.asMap().get(NAME));
        assertEquals(resolvedName, settings.brokerQueueName());
    }

    @Test
    void tellsTheKindOfEndpoint() {
        assertEquals(new SqsEndpoint(Kind.EMBEDDED, Optional.empty()), load(null, null, null, "true").sqsEndpoint());
        assertEquals(new SqsEndpoint(Kind.AWS, Optional.empty()), load(null, "b", "r", "true").sqsEndpoint());
        assertEquals(new SqsEndpoint(Kind.NONE, Optional.empty()), load("none", null, null, "true").sqsEndpoint());
        assertEquals(new SqsEndpoint(Kind.URL, Optional.of(URI.create("http://h:1"))),
                load("http://h:1", "b", null, "true").sqsEndpoint());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', value = {
        "- | b | - | rendezvous.broker-sqs-region is not set: Amazon SQS needs it beside "
            + "rendezvous.broker-sqs-name=b (command line); any other SQS needs sqs.endpoint",
        "- | - | r | rendezvous.broker-sqs-name is not set: Amazon SQS needs it beside "
            + "rendezvous.broker-sqs-region=r (command line); any other SQS needs sqs.endpoint",
        "aws | b | - | rendezvous.broker-sqs-region is not set: sqs.endpoint=aws (command line) needs it",
        "aws | - | r | rendezvous.broker-sqs-name is not set: sqs.endpoint=aws (command line) needs it",
        "http://h | - | r | rendezvous.broker-sqs-name is not set: sqs.endpoint=http://h (command line) needs it"
    })
    void namesWhatIsMissing(String endpoint, String name, String region, String line) {
        assertEquals(line, assertThrows(SettingException.class, () -> load(endpoint, name, region, "true"))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "'', -, true, false", "snowflake-, -, true, false", "snowflake-broker, -, true, false",
        "b, broker, true, false", "Snowflake-, -, true, true", "snowflake-broker-, -, true, true",
        "'', -, false, true", "b, broker, false, true"
    })
    void keepsTheBrokerQueueOutOfTheCleanup(String prefix, String name, String enabled, boolean accepted) {
        Map<String, String> overrides = new HashMap<>(Map.of("sqs.endpoint", "embedded", PREFIX, prefix,
                ENABLED, enabled));
        if (name != null) {
            overrides.put(NAME, name);
        }
        if (accepted) {
            assertEquals(prefix, Settings.load(file(), Map.of(), overrides).text(PREFIX));
        } else {
            String line = assertThrows(SettingException.class,
                    () -> Settings.load(file(), Map.of(), overrides)).getMessage();
            assertEquals(PREFIX + "=" + prefix + " (command line)", line.substring(0, line.indexOf(':')));
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // AWS_ENDPOINT_URL_SQS, SQS_ENDPOINT, command line: resolved
        "http://aws-variable, -, -, http://aws-variable",
        "http://aws-variable, none, -, none",
        "http://aws-variable, -, embedded, embedded",
        "'', -, -, embedded"
    })
    void countsTheVariableOfTheAwsToolsAsAnEndpoint(String awsVariable, String variable, String option,
            String resolved) {
        Map<String, String> environment = new HashMap<>(Map.of("AWS_ENDPOINT_URL_SQS", awsVariable));
        if (variable != null) {
            environment.put("SQS_ENDPOINT", variable);
        }
        environment.put("RENDEZVOUS_BROKER_SQS_NAME", resolved.startsWith("http") ? "b" : "");
        Map<String, String> overrides = option == null ? Map.of() : Map.of("sqs.endpoint", option);
        assertEquals(resolved, Settings.load(file(), environment, overrides).text("sqs.endpoint"));
    }

    private SettingFile file() {
        return SettingFile.find(directory, Optional.empty());
    }

    private Settings load(String endpoint, String name, String region, String enabled) {
        Map<String, String> overrides = new HashMap<>(Map.of(ENABLED, enabled));
        putIfGiven(overrides, "sqs.endpoint", endpoint);
        putIfGiven(overrides, NAME, name);
        putIfGiven(overrides, REGION, region);
        return Settings.load(file(), Map.of(), overrides);
    }

    private static void putIfGiven(Map<String, String> overrides, String key, String value) {
        if (value != null) {
            overrides.put(key, value);
        }
    }
}
