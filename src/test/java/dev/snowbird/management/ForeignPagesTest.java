package dev.snowbird.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose requests are a web page's. */
class ForeignPagesTest {

    private static final ForeignPages ON_LOOPBACK = new ForeignPages("127.0.0.1", List.of());
    private static final ForeignPages ELSEWHERE = new ForeignPages("0.0.0.0", List.of("Snowbird.example"));

    @ParameterizedTest
    @CsvSource({
        "localhost, false", "localhost:9876, false", "LOCALHOST:1, false", "127.0.0.1:9876, false", "127.0.0.2, false",
        "[::1]:9876, false", "[::1], false", "[0:0:0:0:0:0:0:1]:1, false",
        "example.org, true", "localhost.example.org, true", "127.0.0.1.example.org:9876, true", "10.0.0.1, true",
        "localhost@example.org, true", "user@localhost, true", "localhost/x, true", "'', true", ":9876, true",
        "snowbird.example, true", "127.0.0.1:x, true", "a localhost, true"})
    void knowsTheHostsOfLoopback(String host, boolean foreign) {
        assertEquals(foreign, sent(ON_LOOPBACK, Map.of("Host", host)));
    }

    @ParameterizedTest
    @CsvSource({"snowbird.example:9876, false", "SNOWBIRD.EXAMPLE, false", "localhost, false", "10.0.0.1:9876, false",
        "[fd00::1]:9876, false", "0.0.0.0:9876, false", "example.org, true", "10.0.0.1.example.org, true",
        "x.snowbird.example, true"})
    void knowsNamesThatItIsGivenAndAddressesElsewhere(String host, boolean foreign) {
        assertEquals(foreign, sent(ELSEWHERE, Map.of("Host", host)));
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:9324, false", "https://localhost:9324, false", "HTTP://LOCALHOST:9324, false",
        "http://localhost:3000, true", "http://127.0.0.1:9324, true", "http://localhost, true",
        "https://example.org, true", "null, true", "'', true", "http://localhost:9324.example.org, true"})
    void takesOnlyItsOwnOrigin(String origin, boolean foreign) {
        assertEquals(foreign, sent(ON_LOOPBACK, Map.of("Host", "localhost:9324", "Origin", origin)));
    }

    @ParameterizedTest
    @CsvSource({"none, false", "same-origin, false", "same-site, true", "cross-site, true"})
    void believesABrowserThatSaysWhoseARequestIs(String site, boolean foreign) {
        assertEquals(foreign, sent(ON_LOOPBACK, Map.of("Host", "localhost", "Sec-Fetch-Site", site)));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void takesProgramsThatSayNothing(boolean elsewhere) {
        assertEquals(false, sent(elsewhere ? ELSEWHERE : ON_LOOPBACK, Map.of()));
    }

    @Property
    void takesNoNameThatGoesOnForItsOwn(@ForAll String before, @ForAll String after) {
        for (String own : List.of("localhost", "127.0.0.1", "[::1]")) {
            assertEquals(true, sent(ON_LOOPBACK, Map.of("Host", before + "." + own + ".example" + after)));
        }
    }

    private static boolean sent(ForeignPages pages, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        return pages.sent(name -> Optional.ofNullable(all.get(name)));
    }
}
