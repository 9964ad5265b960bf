package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.rendezvous.message.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeListTest {

    private static final Fingerprint OTHER = new Fingerprint("AA".repeat(32));
    private static final String DEFAULT_LINE = "{\"displayName\":\"default\",\"webSocketAddress\":"
            + "\"wss://snowflake.torproject.net/\",\"fingerprint\":\"2B280B23E1107BB62ABFC40DDCC8824814F80A72\"}";
    private static final String OTHER_LINE = DEFAULT_LINE.replace("2B280B23E1107BB62ABFC40DDCC8824814F80A72",
            OTHER.hex().toLowerCase());

    @TempDir
    private Path directory;

    @Test
    void isTheDefaultBridgeAloneWithoutAFile() {
        assertEquals(Optional.of(new Bridge("default", "wss://snowflake.torproject.net/", Fingerprint.DEFAULT)),
                BridgeList.DEFAULT.find(Fingerprint.DEFAULT));
        assertEquals(Optional.empty(), BridgeList.DEFAULT.find(OTHER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsOneBridgePerLine(String lineEnd) throws IOException {
        BridgeList bridges = load(DEFAULT_LINE + lineEnd + OTHER_LINE + lineEnd);

        assertEquals("default", bridges.find(Fingerprint.DEFAULT).orElseThrow().displayName());
        assertEquals(OTHER, bridges.find(OTHER).orElseThrow().fingerprint());
    }

    @Test
    void replacesTheDefault() throws IOException {
        assertEquals(Optional.empty(), load(OTHER_LINE).find(Fingerprint.DEFAULT));
    }

    @Test
    void keepsTheLastBridgeOfAFingerprint() throws IOException {
        String later = DEFAULT_LINE.replace("wss://", "wss://later.");

        assertEquals("wss://later.snowflake.torproject.net/",
                load(DEFAULT_LINE + "\n" + later).find(Fingerprint.DEFAULT).orElseThrow().webSocketAddress());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                            | unexpected end of JSON input",
            "`   `                         | unexpected end of JSON input",
            "# a comment                   | invalid character '#' looking for beginning of value",
            "{'displayName':'x'            | unexpected end of JSON input",
            "{'displayName':'x'}           | cannot decode fingerprint",
            "{'fingerprint':'2B28'}        | cannot decode fingerprint",
            "{'fingerprint':null}          | cannot decode fingerprint",
            "{'fingerprint':7}             | json: cannot unmarshal number into Go struct field BridgeLine.fingerprint of type string",
            "null                          | cannot decode fingerprint",
            "{'comment':'x'}               | json: unknown field \"comment\"",
    })
    void isInvalidAsAWholeWhenOneLineIs(String line, String reason) {
        Path file = directory.resolve("bridges.jsonl");
        IllegalArgumentException invalid = assertThrows(IllegalArgumentException.class,
                () -> load(DEFAULT_LINE + "\n" + line.replace('\'', '"') + "\n" + OTHER_LINE));
        assertEquals("bridge list " + file + ", line 2: " + reason, invalid.getMessage());
    }

    @Test
    void takesLinesOfUpTo64KiB() throws IOException {
        String padding = " ".repeat(64 * 1024 - DEFAULT_LINE.length());
        assertEquals("default", load(DEFAULT_LINE + padding).find(Fingerprint.DEFAULT).orElseThrow().displayName());

        IllegalArgumentException invalid = assertThrows(IllegalArgumentException.class,
                () -> load(DEFAULT_LINE + padding + " "));
        assertEquals("bridge list " + directory.resolve("bridges.jsonl") + ", line 1: longer than 64 KiB",
                invalid.getMessage());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThrows(NoSuchFileException.class, () -> BridgeList.load(directory.resolve("none.jsonl")));
    }

    private BridgeList load(String text) throws IOException {
        return BridgeList.load(Files.writeString(directory.resolve("bridges.jsonl"), text));
    }
}
