package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.testing.Given.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.net.IpLiteral;
import dev.snowbird.testing.Given;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountriesTest {

    private static Path forProperties;

    @TempDir
    private Path directory;

    @BeforeContainer
    static void makeDirectory() throws IOException {
        forProperties = Files.createTempDirectory("countries");
    }

    @AfterContainer
    static void removeDirectory() throws IOException {
        Files.deleteIfExists(forProperties.resolve("geoip"));
        Files.deleteIfExists(forProperties.resolve("geoip6"));
        Files.delete(forProperties);
    }

    @ParameterizedTest
    @CsvSource({
            "0.255.255.255,  ??",
            "1.0.0.0,        AU",
            "1.0.0.255,      AU",
            "1.0.1.0,        ??",
            "8.8.8.8,        US",
            "24.48.255.255,  CA",
            "24.49.0.0,      ??",
            "255.255.255.255, ??",
            "2a00:144f:ffff:ffff:ffff:ffff:ffff:ffff, ??",
            "2a00:1450::,    IE",
            "2a00:1450:ffff:ffff:ffff:ffff:ffff:ffff, IE",
            "2a00:1451::,    ??",
            "::808:808,      ??",
            "::,             ??",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ??",
    })
    void areLookedUp(String address, String country) throws IOException {
        Countries countries = Given.countries();
        assertTrue(countries.isAvailable());
        assertEquals(country, countries.of(address(address)));
    }

    @Test
    void areThoseOfTheIpv4AddressInAMappedOne() throws IOException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 8, 8, 8, 8};
        assertEquals("US", Given.countries().of(Inet6Address.getByAddress(null, mapped, -1)));
    }

    @Test
    void areAllUnknownWithoutADatabase() {
        assertFalse(Countries.NONE.isAvailable());
        assertEquals("??", Countries.NONE.of(address("8.8.8.8")));
        assertEquals("??", Countries.NONE.of(address("2a00::1")));
    }

    @Test
    void areADatabaseEvenWithoutRanges() throws IOException {
        Countries empty = load("# nothing\n", "");
        assertTrue(empty.isAvailable());
        assertEquals("??", empty.of(address("8.8.8.8")));
    }

    @Test
    void mayHaveEndsAndNeighbours() throws IOException {
        Countries countries = load("0,0,AA\r\n1,4294967294,B1\r\n4294967295,4294967295,??\r\n",
                "::,::,AA\n::1,ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe,BB\n");
        assertEquals("AA", countries.of(address("0.0.0.0")));
        assertEquals("B1", countries.of(address("128.0.0.0")));
        assertEquals("??", countries.of(address("255.255.255.255")));
        assertEquals("AA", countries.of(address("::")));
        assertEquals("BB", countries.of(address("8000::")));
        assertEquals("??", countries.of(address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "1,2            | not LOW,HIGH,CC",
            "1,2,DE,        | not LOW,HIGH,CC",
            "1,2,de         | not LOW,HIGH,CC",
            "1,2,DEU        | not LOW,HIGH,CC",
            "1,2,` D`       | not LOW,HIGH,CC",
            "1,2,           | not LOW,HIGH,CC",
            ",,             | not LOW,HIGH,CC",
            "` 1,2,DE`      | not LOW,HIGH,CC",
            "-1,2,DE        | not LOW,HIGH,CC",
            "+1,2,DE        | not LOW,HIGH,CC",
            "1,4294967296,DE | not LOW,HIGH,CC",
            "1,99999999999,DE | not LOW,HIGH,CC",
            "1.0.0.0,1.0.0.1,DE | not LOW,HIGH,CC",
            "1,\u0662,DE    | not LOW,HIGH,CC",
            "200,199,DE     | the range ends before it begins",
            "100,200,DE     | the range begins before the end of the last one",
            "1,2,DE         | the range begins before the end of the last one",
    })
    void areRefusedWithFileAndLine(String line, String reason) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> load("# first\n99,100,FR\n" + line + "\n300,301,GB\n", ""));
        assertEquals("country file " + directory.resolve("geoip") + ", line 3: " + reason, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1,2,DE              | not LOW,HIGH,CC",
            "::g,::ff,DE         | not LOW,HIGH,CC",
            "1.0.0.0,1.0.0.1,DE  | not LOW,HIGH,CC",
            "localhost,::1,DE    | not LOW,HIGH,CC",
            "::ffff:1.0.0.0,::ffff:1.0.0.1,DE | not LOW,HIGH,CC",
            "2::,1::,DE          | the range ends before it begins",
            "0:0:0:1::,0:0:0:1::1,DE | the range begins before the end of the last one",
    })
    void areRefusedInTheSecondFileToo(String line, String reason) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> load("", "::1,0:0:0:2::,FR\n\n" + line));
        assertEquals("country file " + directory.resolve("geoip6") + ", line 3: " + reason, refused.getMessage());
    }

    @Test
    void areNotReadFromBytesThatAreNoText() throws IOException {
        Files.write(directory.resolve("geoip"), new byte[] {'1', ',', '2', ',', (byte) 0xff, (byte) 0xfe});
        assertThrows(IllegalArgumentException.class,
                () -> Countries.load(directory.resolve("geoip"), Given.vectorFile("geoip6")));
    }

    @Test
    void sayWhichFileIsMissing() {
        Path missing = directory.resolve("missing");
        NoSuchFileException thrown = assertThrows(NoSuchFileException.class,
                () -> Countries.load(Given.vectorFile("geoip"), missing));
        assertEquals(missing.toString(), thrown.getFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void mayBeManyLinesHoweverTheyEnd(String end) throws IOException {
        StringBuilder file = new StringBuilder("# " + "a long comment ".repeat(10_000)).append(end);
        for (int i = 0; i < 10_000; i++) {
            file.append(10 * i).append(',').append(10 * i + 8).append(",A").append(i % 10).append(end);
        }
        Countries countries = load(file.toString(), "");
        for (int i = 0; i < 10_000; i++) {
            assertEquals("A" + i % 10, countries.of(inet(BigInteger.valueOf(10 * i + 8), false)));
            assertEquals("??", countries.of(inet(BigInteger.valueOf(10 * i + 9), false)));
        }
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> load(file + "wrong", ""));
        assertTrue(refused.getMessage().contains("line 10002: "), refused.getMessage());
    }

    @Property
    void areReadWhateverTheFormOfAnAddress(@ForAll("forms") String text) throws IOException {
        Optional<InetAddress> address = IpLiteral.parse(text).filter(Inet6Address.class::isInstance);
        if (address.isPresent()) {
            assertEquals("DE", loadIn(forProperties, "", text + "," + text + ",DE").of(address.get()));
        } else {
            assertThrows(IllegalArgumentException.class,
                    () -> loadIn(forProperties, "", text + "," + text + ",DE"));
        }
    }

    /** Groups, of which some have a digit too many, with gaps between some, and perhaps an IPv4 address at the end. */
    @Provide
    Arbitrary<String> forms() {
        Arbitrary<String> group = Arbitraries.oneOf(Arbitraries.just("0"), Arbitraries.just("ffff"),
                Arbitraries.strings().withChars("0123456789abcdefABCDEF").ofMinLength(1).ofMaxLength(5));
        Arbitrary<String> separator = Arbitraries.frequency(Tuple.of(8, ":"), Tuple.of(1, "::"));
        Arbitrary<String> groups = Combinators.combine(group, separator).as((digits, colons) -> digits + colons)
                .list().ofMaxSize(9).map(all -> String.join("", all));
        return Combinators.combine(Arbitraries.of("", "", "::", ":"), groups,
                Arbitraries.of("", "1", "abcd", "1.2.3.4", ":")).as((start, all, last) -> start + all + last);
    }

    @Property(tries = 100)
    void areWhatASearchFromTheFirstLineFinds(@ForAll("bounds") Set<Long> bounds, @ForAll boolean ipv6)
            throws IOException {
        List<Range> ranges = ranges(bounds, ipv6 ? 96 : 0);
        StringBuilder file = new StringBuilder();
        for (Range range : ranges) {
            file.append(ipv6 ? text(range.low) + "," + text(range.high) : range.low + "," + range.high)
                    .append(',').append(range.country).append('\n');
        }
        Countries countries = ipv6 ? loadIn(forProperties, "", file.toString())
                : loadIn(forProperties, file.toString(), "");
        for (Range range : ranges) {
            for (BigInteger near : List.of(range.low.subtract(BigInteger.ONE), range.low, range.middle(), range.high,
                    range.high.add(BigInteger.ONE))) {
                if (near.signum() >= 0 && near.bitLength() <= (ipv6 ? 128 : 32)) {
                    assertEquals(linearSearch(ranges, near), countries.of(inet(near, ipv6)));
                }
            }
        }
    }

    @Provide
    Arbitrary<Set<Long>> bounds() {
        return Arbitraries.longs().between(0, 0xffffffffL).set().ofMinSize(2).ofMaxSize(40);
    }

    /** Every second gap between the bounds is a range; shifted, so that IPv6 ranges differ in either half. */
    private static List<Range> ranges(Set<Long> bounds, int shift) {
        List<Long> sorted = new ArrayList<>(new TreeSet<>(bounds));
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < sorted.size(); i += 2) {
            String country = "" + (char) ('A' + i % 26) + (char) ('A' + i / 26);
            ranges.add(new Range(BigInteger.valueOf(sorted.get(i)).shiftLeft(shift),
                    BigInteger.valueOf(sorted.get(i + 1)).shiftLeft(shift), country));
        }
        return ranges;
    }

    private static String linearSearch(List<Range> ranges, BigInteger number) {
        return ranges.stream().filter(range -> range.low.compareTo(number) <= 0 && range.high.compareTo(number) >= 0)
                .map(Range::country).findFirst().orElse("??");
    }

    private static InetAddress inet(BigInteger number, boolean ipv6) throws UnknownHostException {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        byte[] unsigned = number.toByteArray();
        int length = Math.min(unsigned.length, bytes.length);
        System.arraycopy(unsigned, unsigned.length - length, bytes, bytes.length - length, length);
        return InetAddress.getByAddress(bytes);
    }

    private static String text(BigInteger number) throws UnknownHostException {
        return inet(number, true).getHostAddress();
    }

    private Countries load(String ipv4, String ipv6) throws IOException {
        return loadIn(directory, ipv4, ipv6);
    }

    private static Countries loadIn(Path directory, String ipv4, String ipv6) throws IOException {
        return Countries.load(Files.writeString(directory.resolve("geoip"), ipv4, StandardCharsets.UTF_8),
                Files.writeString(directory.resolve("geoip6"), ipv6, StandardCharsets.UTF_8));
    }

    private record Range(BigInteger low, BigInteger high, String country) {

        private BigInteger middle() {
            return low.add(high).shiftRight(1);
        }
    }
}
