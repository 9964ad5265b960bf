package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.statistics.DistinctAddresses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctCountCommandTest {

    private static final Instant TIME = Instant.parse("2026-11-21T22:26:02Z");

    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

    @ParameterizedTest
    @CsvSource({
            "-in,  -from,  -to,  2026-11-21T22:26:02Z,      2026-11-21T22:26:02Z,           2, 1",
            "--in, --from, --to, 2026-11-21T23:26:02+01:00, 2026-11-21T22:26:02.000000001Z, 2, 1",
            "-in,  --from, -to,  2026-11-21T22:26:03Z,      2026-11-22T22:26:03Z,           0, 0",
    })
    void printsTheSumAndTheNumberOfLines(String in, String from, String to, String start, String end, int sum,
            int lines) throws IOException {
        assertEquals(0, execute(in, journal().toString(), from + "=" + start, to, end));
        assertEquals(String.format("sum = %d%nchunkIncluded = %d%n", sum, lines), output.toString());
        assertEquals("", error.toString());
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertEquals(1, execute("-in", "missing.log", "-from", TIME.toString(), "-to", TIME.toString()));
        assertEquals("distinct-count: there is no file missing.log", error.toString().strip());
        assertEquals("", output.toString());
    }

    @Test
    void saysWhichLineIsWrong() throws IOException {
        Path file = Files.writeString(directory.resolve("other.log"), "{}\n");
        assertEquals(1, execute("-in", file.toString(), "-from", TIME.toString(), "-to", TIME.toString()));
        assertEquals("distinct-count: journal " + file + ", line 1: not a line of Snowbird's journals",
                error.toString().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "-in x", "-in x -from 2026-11-21T22:26:02Z", "-in x -from yesterday -to 2026-11-21T22:26:02Z",
            "-in x -from 2026-11-21 -to 2026-11-21T22:26:02Z"
    })
    void needsAllThree(String options) {
        assertEquals(2, execute(options.split(" ")));
        assertTrue(error.toString().contains("Usage: snowbird distinct-count"));
        assertEquals("", output.toString());
    }

    private Path journal() throws IOException {
        try (DistinctAddresses journals = DistinctAddresses.create(directory.resolve("ips").toString(),
                Duration.ofHours(1), Clock.fixed(TIME, ZoneOffset.UTC), Runnable::run, false)) {
            ProxyPoll poll = new ProxyPoll("sid", ProxyType.WEBEXT, NatType.UNKNOWN, 0, Optional.empty());
            journals.proxyPolled(poll, InetAddress.getByAddress(new byte[] {8, 8, 8, 8}));
            journals.proxyPolled(poll, InetAddress.getByAddress(new byte[] {8, 8, 8, 9}));
            journals.proxyPolled(poll, InetAddress.getByAddress(new byte[] {8, 8, 8, 8}));
        }
        return directory.resolve("ips-browser-2026-11-21T22:26:02Z.log");
    }

    private int execute(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "distinct-count";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return SnowbirdCommand.commandLine(settings -> 0)
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(arguments);
    }
}
