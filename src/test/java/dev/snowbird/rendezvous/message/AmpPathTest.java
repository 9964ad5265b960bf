package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmpPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0lgWHcwhXFjUm/VGhpcyBpcyBwYXRoLWVuY29kZWQgZGF0YS4 | This is path-encoded data.",
        "0/VGhpcyBpcyBwYXRoLWVuY29kZWQgZGF0YS4 | This is path-encoded data.",
        "0a/b=c/+?/../VGhpcyBpcyBwYXRoLWVuY29kZWQgZGF0YS4 | This is path-encoded data.",
        "00/MA | 0",
        "0/Pj4-Pz8_ | >>>???",
        "0/MB | 0",
        "'0/M\nA\r' | 0",
        "0/ | ''",
        "0x/ | ''",
    })
    void readsWhatFollowsTheLastSlash(String path, String data) {
        assertEquals(data, new String(AmpPath.decode(path), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0", "0MA", "1/MA", "a0/MA", "/0/MA", " 0/MA", "0/MA=", "0/MA==", "0/=", "0/M",
        "0/Pj4+", "0/M A", "0/MA ", "0/MA\u0000", "0/\u0100\u0100", "0/\ud800"})
    void refusesAnyOtherPathWithTheContractsText(String path) {
        BadMessageException refused = assertThrows(BadMessageException.class, () -> AmpPath.decode(path));
        assertEquals("cannot decode URL path", refused.getMessage());
    }

    @Test
    void writesAPathThatNoCacheHasSeen() {
        byte[] data = "same".getBytes(StandardCharsets.UTF_8);
        assertTrue(AmpPath.encode(data).matches("0[A-Za-z0-9_-]{12}/c2FtZQ"));
        assertNotEquals(AmpPath.encode(data), AmpPath.encode(data));
    }

    @Property(tries = 500)
    void readsBackWhatItWrites(@ForAll byte[] data) {
        assertArrayEquals(data, AmpPath.decode(AmpPath.encode(data)));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("paths") String path) {
        try {
            AmpPath.decode(path);
        } catch (BadMessageException refused) {
            assertEquals("cannot decode URL path", refused.getMessage());
        }
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                Hostile.versionsOf("0lgWHcwhXFjUm/VGhpcyBpcyBwYXRoLWVuY29kZWQgZGF0YS4", "0/"),
                Arbitraries.strings().ofMaxLength(20).map(garbage -> "0/" + garbage));
    }
}
