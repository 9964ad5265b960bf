package dev.snowbird.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

    @Test
    void letTheSettingsSayThePollIntervalsWithoutAFile() throws Exception {
        Map<String, String> names = new HashMap<>(Map.of("rendezvous.next-poll-unrestricted", "3s",
                "rendezvous.next-poll-restricted", "4s"));
        assertEquals(intervals(3000, 4000, 4000), load(names).pollIntervals().get());

        names.put("rendezvous.next-poll-moderate", "5s");
        assertEquals(intervals(3000, 5000, 4000), load(names).pollIntervals().get());

        names.put("rendezvous.next-poll-open", "6s");
        names.put("rendezvous.next-poll-strict", "7s");
        assertEquals(intervals(6000, 5000, 7000), load(names).pollIntervals().get());
    }

    @Test
    void letAPollIntervalFileForThreePoolsSayThem() throws Exception {
        Path file = write("intervals.json", "{\"open_poll_interval\": 12000, \"moderate_poll_interval\": 15000,"
                + "\"strict_poll_interval\": 30000}");

        try (LogLines log = new LogLines(RendezvousFiles.class)) {
            RendezvousFiles files = load(Map.of("rendezvous.poll-interval-filepath", file.toString()));

            assertEquals(intervals(12_000, 15_000, 30_000), files.pollIntervals().get());
            assertEquals(List.of("Loaded open poll interval: 12000 ms", "Loaded moderate poll interval: 15000 ms",
                    "Loaded strict poll interval: 30000 ms"), log.all());
        }
    }

    @Test
    void takeAPollIntervalFileForTwoPoolsAndSaySo() throws Exception {
        Path file = write("intervals.json",
                "{\"unrestricted_poll_interval\": 20000, \"restricted_poll_interval\": 30000}");

        try (LogLines log = new LogLines(RendezvousFiles.class)) {
            RendezvousFiles files = load(Map.of("rendezvous.poll-interval-filepath", file.toString()));

            assertEquals(intervals(20_000, 30_000, 30_000), files.pollIntervals().get());
            assertEquals(List.of(
                    file + ": restricted_poll_interval is taken for moderate_poll_interval and strict_poll_interval",
                    file + ": unrestricted_poll_interval is taken for open_poll_interval",
                    "Loaded open poll interval: 20000 ms", "Loaded moderate poll interval: 30000 ms",
                    "Loaded strict poll interval: 30000 ms"), log.all());
        }
    }

    @Test
    void keepAPollIntervalThatTheFileDoesNotName() throws Exception {
        Path file = write("intervals.json", "{\"open_poll_interval\": 5000}");

        try (LogLines log = new LogLines(RendezvousFiles.class)) {
            RendezvousFiles files = load(Map.of("rendezvous.poll-interval-filepath", file.toString(),
                    "rendezvous.next-poll-moderate", "3s"));

            assertEquals(intervals(5000, 3000, 20_000), files.pollIntervals().get());
            assertEquals(file + ": does not say, so stays as it was: moderate_poll_interval, strict_poll_interval",
                    log.all().get(0));
            assertEquals(4, log.all().size(), log.all().toString());
        }
    }

    @Test
    void shipAPollIntervalFileAsAnExample() throws Exception {
        assertEquals(intervals(20_000, 20_000, 20_000), load(Map.of("rendezvous.poll-interval-filepath",
                "config/poll-interval.json")).pollIntervals().get());
    }

    @Test
    void keepThePollIntervalsOverAFileThatIsNoUse() throws Exception {
        Path file = write("intervals.json", "{\"restricted_poll_interval\": 1.5}");

        try (LogLines log = new LogLines(RendezvousFiles.class)) {
            RendezvousFiles files = load(Map.of("rendezvous.poll-interval-filepath", file.toString()));

            assertEquals(intervals(20_000, 20_000, 20_000), files.pollIntervals().get());
            assertEquals(1, log.all().size(), log.all().toString());
            assertTrue(log.all().get(0).startsWith("failed to load poll interval from file: " + file + ": "),
                    log.all().toString());
        }
    }

    @Test
    void takeNewPollIntervalsOnReload() throws Exception {
        Path file = write("intervals.json",
                "{\"unrestricted_poll_interval\": 1, \"restricted_poll_interval\": 2}");
        RendezvousFiles files = load(Map.of("rendezvous.poll-interval-filepath", file.toString()));

        write("intervals.json", "{\"moderate_poll_interval\": 3}");
        files.reloads().reloadChanged();

        assertEquals(intervals(1, 3, 2), files.pollIntervals().get());
    }

    private static PollIntervals intervals(long open, long moderate, long strict) {
        return new PollIntervals(Duration.ofMillis(open), Duration.ofMillis(moderate), Duration.ofMillis(strict));
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
