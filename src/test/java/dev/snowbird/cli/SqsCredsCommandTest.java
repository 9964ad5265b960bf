package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SqsCredsCommandTest {

    // The check vector of section 8 of the Snowflake contract.
    private static final String ENCODED = "eyJhd3MtYWNjZXNzLWtleS1pZCI6InRlc3QtYWNjZXNzLWtleSIsImF3cy1zZWNyZXQta2V5"
            + "IjoidGVzdC1zZWNyZXQta2V5In0=";
    private static final String DECODED = String.format("Access Key: test-access-key%nSecret Key: ********%n");

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void asksForTheKeysAndPrintsTheString() {
        assertEquals(0, execute("test-access-key\n test-secret-key \r\n"));
        assertEquals("Enter Access Key: Enter Secret Key: ", error.toString());
        assertEquals(ENCODED, output.toString().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "only-one\n", "\n\n"})
    void needsBothKeys(String input) {
        assertEquals(1, execute(input));
        assertEquals("", output.toString());
    }

    @Test
    void showsAStringWithoutItsSecret() {
        assertEquals(0, execute("", "--decode", ENCODED));
        assertEquals(DECODED, output.toString());
        assertEquals("", error.toString());
    }

    @Test
    void showsAStringGivenBehindAnEqualsSign() {
        assertEquals(0, execute("", "-decode=" + ENCODED));
        assertEquals(DECODED, output.toString());
    }

    @Test
    void showsAStringFromStandardInput() {
        assertEquals(0, execute(ENCODED + "\n", "--decode"));
        assertEquals(DECODED, output.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "c2VjcmV0", "e30=", ""})
    void refusesOtherStringsWithoutRepeatingThem(String encoded) {
        assertEquals(1, execute(encoded, "--decode"));
        assertEquals("", output.toString());
        assertFalse(error.toString().contains("secret"));
        assertEquals("Enter Encoded Credentials: sqs-creds: this is not a string that sqs-creds made",
                error.toString().strip());
    }

    private int execute(String input, String... options) {
        return new CommandLine(new SqsCredsCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))))
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(options);
    }
}
