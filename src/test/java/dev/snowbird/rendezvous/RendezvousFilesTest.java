package dev.snowbird.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.Settings;
import dev.snowbird.StartException;
import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendezvousFilesTest {

    @TempDir
    private Path directory;

    @Test
    void knowTheDefaultBridgeWhenNoListIsNamed() throws Exception {
        assertSame(BridgeList.DEFAULT, load(Map.of()).bridges());
    }

    @Test
    void takeTheNamedListInsteadOfTheDefault() throws Exception {
        String other = "AB".repeat(20);
        Path file = write("bridges.jsonl", Files.readString(Path.of("config/bridges.jsonl"))
                .replace("2B280B23E1107BB62ABFC40DDCC8824814F80A72", other));

        BridgeList bridges = load(Map.of("rendezvous.bridge-list-path", file.toString())).bridges();

        assertTrue(bridges.find(new Fingerprint(other)).isPresent());
        assertTrue(bridges.find(Fingerprint.DEFAULT).isEmpty());
    }

    @Test
    void shipAListOfTheDefaultBridgeAsAnExample() throws Exception {
        BridgeList example = load(Map.of("rendezvous.bridge-list-path", "config/bridges.jsonl")).bridges();

        assertEquals(BridgeList.DEFAULT.find(Fingerprint.DEFAULT), example.find(Fingerprint.DEFAULT));
    }

    @Test
    void stopTheStartForAListWithAWrongLine() throws IOException {
        Path file = write("bridges.jsonl", Files.readString(Path.of("config/bridges.jsonl")) + "\n");

        assertEquals("rendezvous.bridge-list-path: bridge list " + file + ", line 2: unexpected end of JSON input",
                refusal(Map.of("rendezvous.bridge-list-path", file.toString())));
    }

    @Test
    void stopTheStartForAListThatIsNotThere() {
        assertEquals("rendezvous.bridge-list-path: no-such.jsonl: no such file",
                refusal(Map.of("rendezvous.bridge-list-path", "no-such.jsonl")));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static RendezvousFiles load(Map<String, String> settings) throws StartException {
        return RendezvousFiles.load(Settings.builtIn(settings));
    }

    private static String refusal(Map<String, String> settings) {
        return assertThrows(StartException.class, () -> load(settings)).getMessage();
    }
}
