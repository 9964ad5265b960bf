package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.testing.Given.address;
import static dev.snowbird.testing.Polls.proxy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinctAddressesTest {

    private static final Instant START = Instant.parse("2026-11-21T22:26:02.678610091Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> JOURNALS =
            List.of("browser", "mobile", "moderate", "open", "standalone", "strict", "unknown");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(START, ZoneOffset.ofHours(2));

    @Test
    void createsSevenFilesNamedByLocalTime() throws IOException {
        Files.writeString(file("mobile"), "old\n");
        create().close();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(JOURNALS.stream().map(name -> "ips-" + name + "-2026-11-22T00:26:02+02:00.log").toList(),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
        for (String name : JOURNALS) {
            assertEquals("", Files.readString(file(name)));
        }
    }

    @Test
    void saysZuluForUtc() throws IOException {
        DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, new ManualClock(START, ZoneOffset.UTC),
                Runnable::run, false);
        assertTrue(Files.exists(directory.resolve("ips-mobile-2026-11-21T22:26:02Z.log")));
    }

    @ParameterizedTest
    @CsvSource({
            "STANDALONE, RESTRICTED,   standalone, strict",
            "STANDALONE, STRICT,       standalone, strict",
            "STANDALONE, UNKNOWN,      standalone, strict",
            "STANDALONE, UNRESTRICTED, standalone, open",
            "STANDALONE, OPEN,         standalone, open",
            "STANDALONE, MODERATE,     standalone, moderate",
            "WEBEXT,     RESTRICTED,   browser,    strict",
            "BADGE,      RESTRICTED,   browser,    strict",
            "IPTPROXY,   RESTRICTED,   mobile,     strict",
            "BLOCO,      RESTRICTED,   unknown,    strict",
            "UNKNOWN,    RESTRICTED,   unknown,    strict",
    })
    void countsEachPollByTypeAndByNat(ProxyType type, NatType nat, String byType, String byNat) throws IOException {
        try (DistinctAddresses journals = create()) {
            journals.proxyPolled(proxy(type, nat), address("8.8.8.8"));
        }
        for (String name : JOURNALS) {
            int expected = name.equals(byType) || name.equals(byNat) ? 1 : 0;
            assertEquals(new DistinctCount(expected, 1), count(name, Instant.MIN, Instant.MAX), name);
        }
    }

    @Test
    void writesALineForEveryIntervalInWhichSomeoneCame() throws IOException {
        DistinctAddresses journals = create();
        poll(journals, "8.8.8.1", "8.8.8.2", "8.8.8.2");
        clock.advance(HOUR);
        poll(journals, "8.8.8.3");
        assertEquals(0, Files.size(file("standalone")));

        clock.advance(Duration.ofNanos(1));
        poll(journals, "8.8.8.3", "8.8.8.4");
        clock.advance(HOUR.multipliedBy(5));
        poll(journals, "8.8.8.5");
        clock.advance(Duration.ofMinutes(1));
        journals.close();
        journals.close();

        Instant first = START.plus(HOUR).plusNanos(1);
        Instant second = first.plus(HOUR.multipliedBy(5));
        Instant third = second.plus(Duration.ofMinutes(1));
        List<String> lines = Files.readAllLines(file("standalone"));
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).startsWith("{\"recordingStart\":\"2026-11-21T22:26:02.678610091Z\","
                + "\"recordingEnd\":\"2026-11-21T23:26:02.678610092Z\",\"hyperLogLog\":\""), lines.get(0));

        assertEquals(new DistinctCount(5, 3), count("standalone", START, third));
        assertEquals(new DistinctCount(3, 1), count("standalone", START, first));
        assertEquals(new DistinctCount(4, 2), count("standalone", START, second));
        assertEquals(new DistinctCount(3, 2), count("standalone", first, third));
        assertEquals(new DistinctCount(2, 1), count("standalone", first, third.minusNanos(1)));
        assertEquals(new DistinctCount(3, 2), count("standalone", START.plusNanos(1), third));
        assertEquals(new DistinctCount(0, 0), count("standalone", third, Instant.MAX));
    }

    @Test
    void leavesTheWritingToTheExecutor() throws IOException {
        List<Runnable> tasks = new ArrayList<>();
        DistinctAddresses journals =
                DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, clock, tasks::add, false);
        poll(journals, "8.8.8.1");
        clock.advance(HOUR.multipliedBy(2));
        poll(journals, "8.8.8.2");
        assertEquals(0, Files.size(file("standalone")));
        tasks.forEach(Runnable::run);
        assertEquals(new DistinctCount(1, 1), count("standalone", Instant.MIN, Instant.MAX));
    }

    @Test
    void goesOnWhenALineCannotBeWritten() throws IOException {
        DistinctAddresses journals = create();
        poll(journals, "8.8.8.1");
        Files.delete(file("standalone"));
        Files.createDirectory(file("standalone"));
        clock.advance(HOUR.multipliedBy(2));
        poll(journals, "8.8.8.2");
        assertEquals(new DistinctCount(1, 1), count("strict", Instant.MIN, Instant.MAX));
        Files.delete(file("standalone"));
        journals.close();
        assertEquals(new DistinctCount(1, 1), count("standalone", Instant.MIN, Instant.MAX));
    }

    @Test
    void doesNotStartWhereNothingCanBeWritten() {
        String prefix = directory.resolve("missing/ips").toString();
        assertThrows(IOException.class, () -> DistinctAddresses.create(prefix, HOUR, clock, Runnable::run, false));
    }

    @Test
    void hashesWithTheKey() throws IOException {
        byte[] first = lineOfOneAddress("8.8.8.8", (byte) 1);
        assertArrayEquals(first, lineOfOneAddress("8.8.8.8", (byte) 1));
        assertNotEquals(new String(first), new String(lineOfOneAddress("8.8.8.8", (byte) 2)));
        assertNotEquals(new String(first), new String(lineOfOneAddress("8.8.8.9", (byte) 1)));
    }

    @Test
    void isRightToWithinHalfAPercentForManyAddresses() throws IOException {
        byte[] key = new byte[32];
        DistinctAddresses journals =
                DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, clock, Runnable::run, false,
                        new JournalKey(key, START));
        for (int i = 0; i < 50_000; i++) {
            if (i == 25_000) {
                clock.advance(HOUR.multipliedBy(2));
            }
            poll(journals, "2a00::" + Integer.toHexString(i % 40_000));
        }
        journals.close();
        DistinctCount count = count("standalone", Instant.MIN, Instant.MAX);
        assertEquals(2, count.chunkIncluded());
        assertEquals(40_000, count.sum(), 200);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                                | unexpected end of JSON input",
            "nonsense                          | invalid character 'o' in literal null (expecting 'u')",
            "{}                                | not a line of Snowbird's journals",
            "{TIMES,'recorded':'AAAA'} | not a line of Snowbird's journals",
            "{TIMES,'recordingEnd':'yesterday','hyperLogLog':'AAAA'} | not a time as in RFC 3339",
            "{TIMES,'hyperLogLog':'AAAA'} | not a sketch of addresses",
            "{TIMES,'hyperLogLog':'!'} | not a sketch of addresses",
            "{TIMES,'hyperLogLog':''} | not a sketch of addresses",
            "{TIMES,'hyperLogLog':'eJxjAAAAAQAB'} | not a sketch of addresses",
            "{'recordingEnd':1} | json: cannot unmarshal number into Go struct field Members.recordingEnd of type string",
    })
    void areNotCountedWhenALineIsAnythingElse(String pattern, String reason) throws IOException {
        String line = pattern.replace("TIMES", "'recordingStart':'2022-05-30T14:38:44Z',"
                + "'recordingEnd':'2022-05-30T15:38:44.678610091+01:00'").replace('\'', '"');
        Path journal = Files.writeString(directory.resolve("journal"),
                new JournalLine(START, START, new AddressSketch(), Optional.empty()).encode() + "\n" + line + "\n");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> DistinctCount.count(List.of(journal), Instant.MIN, Instant.MAX, number -> { }));
        assertEquals("journal " + journal + ", line 2: " + reason, refused.getMessage());
    }

    @Test
    void keepNoAddress() throws IOException {
        DistinctAddresses journals = create();
        poll(journals, "8.8.8.8");
        journals.close();
        assertFalse(Files.readString(file("standalone")).contains("8.8.8.8"));
    }

    @Test
    void countAnAddressOnceThatTwoNodesSaw() throws IOException {
        DistinctAddresses first = shared("first", START);
        DistinctAddresses second = shared("second", START.plusSeconds(1));
        poll(first, "8.8.8.1", "8.8.8.2");
        poll(second, "8.8.8.2", "8.8.8.3");
        first.heardKey(second.key());
        second.heardKey(first.key());
        first.settleKey();
        second.settleKey();
        poll(second, "8.8.8.1");
        first.close();
        second.close();

        assertEquals(new DistinctCount(3, 2),
                countAll(Instant.MIN, Instant.MAX, file("first", "standalone"), file("second", "standalone")));
        assertEquals(Files.readString(file("first", "mobile")).replaceAll(".*\"key\":\"([0-9a-f]{16})\".*", "$1"),
                Files.readString(file("second", "mobile")).replaceAll(".*\"key\":\"([0-9a-f]{16})\".*", "$1"));
    }

    @Test
    void takeAnOlderKeyForTheNextLineSoThatNoAddressIsInOneTwice() throws IOException {
        DistinctAddresses journals = shared("ips", START);
        journals.settleKey();
        poll(journals, "8.8.8.1");
        journals.heardKey(new JournalKey(new byte[32], START.plusSeconds(1)));
        journals.heardKey(new JournalKey(new byte[32], START.minusSeconds(1)));
        poll(journals, "8.8.8.1");
        clock.advance(HOUR.multipliedBy(2));
        Instant turn = clock.instant();
        poll(journals, "8.8.8.1");
        clock.advance(Duration.ofMinutes(1));
        journals.close();

        Path file = file("ips", "standalone");
        assertEquals(new DistinctCount(1, 1), countAll(START, turn, file));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> countAll(Instant.MIN, Instant.MAX, file));
        assertEquals("journal " + file + ", line 2: made with another key than the lines before, so that an address in"
                + " both would count twice; leave it out, or choose a span without it", refused.getMessage());
    }

    @Test
    void cannotBeAddedUpWithThoseOfAStartThatSharedNoKey() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("one", "other")) {
            try (DistinctAddresses journals =
                    DistinctAddresses.create(directory.resolve(name).toString(), HOUR, clock, Runnable::run, false)) {
                poll(journals, "8.8.8.8");
            }
            files.add(file(name, "standalone"));
        }
        assertFalse(Files.readString(files.get(0)).contains("key"));
        assertEquals(new DistinctCount(1, 1), countAll(Instant.MIN, Instant.MAX, files.get(1)));
        assertThrows(IllegalArgumentException.class,
                () -> countAll(Instant.MIN, Instant.MAX, files.toArray(Path[]::new)));
    }

    @Test
    void tellWhichKeyTheyHaveAndNotTheKey() throws IOException {
        byte[] secret = "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        JournalKey key = new JournalKey(secret, START);
        try (DistinctAddresses journals = DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, clock,
                Runnable::run, true, key)) {
            poll(journals, "8.8.8.8");
        }
        String line = Files.readString(file("standalone"));
        assertTrue(line.contains("\"key\":\"" + key.name() + "\""), line);
        for (String form : List.of(new String(secret, StandardCharsets.US_ASCII), HexFormat.of().formatHex(secret),
                Base64.getEncoder().encodeToString(secret))) {
            assertFalse((line + key).contains(form));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void takeTheSameKeyOfTwoThatAreOfOneAge(int first, int second) {
        byte[][] secrets = {new byte[32], "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII)};
        JournalKey one = new JournalKey(secrets[first], START);
        JournalKey other = new JournalKey(secrets[second], START);
        assertNotEquals(one.isOlderThan(other), other.isOlderThan(one));
        assertFalse(one.isOlderThan(one));
    }

    private DistinctAddresses shared(String prefix, Instant made) throws IOException {
        return DistinctAddresses.create(directory.resolve(prefix).toString(), HOUR, clock, Runnable::run, true,
                JournalKey.random(made));
    }

    private static DistinctCount countAll(Instant from, Instant to, Path... journals) throws IOException {
        return DistinctCount.count(List.of(journals), from, to, line -> { });
    }

    private byte[] lineOfOneAddress(String literal, byte keyByte) throws IOException {
        byte[] key = new byte[32];
        key[0] = keyByte;
        try (DistinctAddresses journals =
                DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, clock, Runnable::run, false,
                        new JournalKey(key, START))) {
            poll(journals, literal);
        }
        return Files.readAllBytes(file("standalone"));
    }

    private static void poll(DistinctAddresses journals, String... literals) {
        for (String literal : literals) {
            journals.proxyPolled(proxy(ProxyType.STANDALONE, NatType.RESTRICTED), address(literal));
        }
    }

    private DistinctAddresses create() throws IOException {
        return DistinctAddresses.create(directory.resolve("ips").toString(), HOUR, clock, Runnable::run, false);
    }

    private DistinctCount count(String name, Instant from, Instant to) throws IOException {
        return DistinctCount.count(List.of(file(name)), from, to, line -> { });
    }

    private Path file(String name) {
        return file("ips", name);
    }

    private Path file(String prefix, String name) {
        return directory.resolve(prefix + "-" + name + "-2026-11-22T00:26:02+02:00.log");
    }
}
