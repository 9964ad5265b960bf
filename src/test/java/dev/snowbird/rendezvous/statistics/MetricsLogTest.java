package dev.snowbird.rendezvous.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.testing.Polls;
import dev.snowbird.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    private static final Duration DAY = Duration.ofSeconds(86_400);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T22:26:02.5Z"));
    private final RendezvousStatistics statistics =
            new RendezvousStatistics(() -> Countries.NONE, (poll, address) -> { }, 10);

    @Test
    void writesABlockAtTheEndOfEveryDaySinceTheStart() throws IOException {
        Path file = directory.resolve("metrics.log");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        log.writeIfDue();
        clock.advance(DAY.minusNanos(1));
        log.writeIfDue();
        assertEquals(List.of(), ends(file));
        clock.advance(Duration.ofNanos(1));
        log.writeIfDue();
        log.writeIfDue();
        assertEquals(List.of("snowflake-stats-end 2026-11-21 22:26:02 (86400 s)"), ends(file));

        // A late call does not move the days after it.
        clock.advance(DAY.plusHours(5));
        log.writeIfDue();
        clock.advance(DAY.minusHours(5));
        log.writeIfDue();
        assertEquals(List.of("snowflake-stats-end 2026-11-21 22:26:02 (86400 s)",
                "snowflake-stats-end 2026-11-23 03:26:02 (86400 s)",
                "snowflake-stats-end 2026-11-23 22:26:02 (86400 s)"), ends(file));
    }

    @Test
    void writesOneBlockForDaysThatWereSleptThrough() throws IOException {
        Path file = directory.resolve("metrics.log");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        clock.advance(DAY.multipliedBy(3));
        log.writeIfDue();
        log.writeIfDue();
        assertEquals(1, ends(file).size());
        clock.advance(DAY);
        log.writeIfDue();
        assertEquals(2, ends(file).size());
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("metrics.log"), "before\n");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        clock.advance(DAY);
        log.writeIfDue();
        assertTrue(Files.readString(file).startsWith("before\nsnowflake-stats-end "));
    }

    @Test
    void writesAnEmptyFileThatEveryoneMayReadAtTheStart() throws IOException {
        Path file = directory.resolve("metrics.log");
        MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        assertEquals("", Files.readString(file));
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        assertTrue(mode.contains(PosixFilePermission.OWNER_WRITE));
        assertTrue(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ).containsAll(mode));
    }

    @Test
    void goesOnInANewFileWhenTheOldOneIsMovedAway() throws IOException {
        Path file = directory.resolve("metrics.log");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        Files.move(file, directory.resolve("metrics.log.1"));
        clock.advance(DAY);
        log.writeIfDue();
        assertEquals(1, ends(file).size());
    }

    @Test
    void doesNotStartWhereNothingCanBeWritten() {
        assertThrows(IOException.class, () -> MetricsLog.toFile(new DaysSinceStart(statistics, clock), directory));
    }

    @Test
    void triesABlockAgainThatCouldNotBeWritten() throws IOException {
        Path file = directory.resolve("metrics.log");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);
        statistics.proxyRejected(Polls.proxy(ProxyType.BADGE, NatType.UNKNOWN));
        Files.delete(file);
        Files.createDirectory(file);
        clock.advance(DAY);
        assertThrows(IOException.class, log::writeIfDue);
        Files.delete(file);
        log.writeIfDue();
        assertEquals(1, ends(file).size());
        assertTrue(Files.readString(file).contains("snowflake-proxy-rejected-for-relay-url-count 8\n"));
    }

    @Test
    void mayGoToAStream() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MetricsLog log = MetricsLog.toStream(new DaysSinceStart(statistics, clock),
                new PrintStream(bytes, false, StandardCharsets.UTF_8));
        clock.advance(DAY);
        log.writeIfDue();
        assertTrue(bytes.toString(StandardCharsets.UTF_8)
                .startsWith("snowflake-stats-end 2026-11-21 22:26:02 (86400 s)\n"));
    }

    private static List<String> ends(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("snowflake-stats-end")).toList();
    }
}
