package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be printed is no success, whichever command was to print it. */
class WrittenOutputTest {

    private static final String ENCODED = "eyJhd3MtYWNjZXNzLWtleS1pZCI6InRlc3QtYWNjZXNzLWtleSIsImF3cy1zZWNyZXQta2V5Ij"
            + "oidGVzdC1zZWNyZXQta2V5In0=";

    @TempDir
    private Path directory;

    private final StringWriter error = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help", "sqs-creds --decode " + ENCODED,
        "distinct-count -in JOURNAL -from 2026-11-21T22:26:02Z -to 2026-11-21T22:26:02Z",
        "token add somebody --property seabird.database-url=sqlite:TOKENS"})
    void whatCannotBeWrittenFails(String options) throws IOException {
        Path journal = Files.writeString(directory.resolve("journal"), "");
        String[] arguments = options.replace("JOURNAL", journal.toString())
                .replace("TOKENS", directory.resolve("tokens.db").toString()).split(" ");

        assertEquals(1, execute(new FullDisk(), arguments), error::toString);
        assertEquals("standard output can't be written", error.toString().strip());
    }

    @Test
    void whatCanBeWrittenDoesNot() {
        assertEquals(0, execute(new StringWriter(), "--version"));
        assertEquals("", error.toString());
    }

    private int execute(Writer output, String... arguments) {
        return SnowbirdCommand.commandLine(settings -> 0)
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(arguments);
    }

    private static final class FullDisk extends Writer {

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {
            // There is nothing to flush.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
