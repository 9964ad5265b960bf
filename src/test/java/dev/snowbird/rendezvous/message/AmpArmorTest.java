package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmpArmorTest {

    @Test
    void writesTheContractsVector() {
        assertEquals("<pre>\n0VGhpcyB3YXMgZW5jb2RlZCB3aXRoIEF\nNUCBhcm1vci4=\n</pre>\n",
                elements(AmpArmor.encode("This was encoded with AMP armor.".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void writesAWholePageToTheByte() throws IOException {
        try (var page = AmpArmorTest.class.getResourceAsStream("/vectors/amp-no-proxy.html")) {
            assertEquals(new String(page.readAllBytes(), StandardCharsets.UTF_8), AmpArmor.encode(
                    "{\"error\":\"no snowflake proxies currently available\"}".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void writesOneElementEvenForNothing() {
        assertEquals("<pre>\n0\n</pre>\n", elements(AmpArmor.encode(new byte[0])));
    }

    @ParameterizedTest
    @CsvSource({"21, 1, 1", "22, 1, 2", "23805, 1, 992", "23806, 2, 1", "47613, 2, 992", "47614, 3, 1"})
    void breaksLinesAfter32CharactersAndElementsAfter992Lines(int bytes, int elements, int linesOfTheLast) {
        List<String> texts = Arrays.stream(elements(AmpArmor.encode(new byte[bytes])).split("(?<=</pre>\n)"))
                .map(element -> element.substring("<pre>\n".length(), element.length() - "\n</pre>\n".length()))
                .toList();

        assertEquals(elements, texts.size());
        for (String text : texts) {
            List<String> lines = text.lines().toList();
            boolean last = text == texts.get(elements - 1);
            assertEquals(last ? linesOfTheLast : 992, lines.size());
            assertTrue(lines.subList(0, lines.size() - 1).stream().allMatch(line -> line.length() == 32));
            assertTrue(last || lines.get(lines.size() - 1).length() == 32);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<pre>0MDA=</pre>",
        "<PRE class=\"x\">\n0M\tD\r\nA\f=</Pre >",
        "nothing <pre>0</pre> here 1 <b>MDA=</b> <pre></pre><pre>MDA=</pre> <prefix>",
    })
    void readsAPageThatACacheHasRewritten(String page) {
        assertEquals("00", new String(AmpArmor.decode(page), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0MDA=", "<pre></pre>", "<pre>1MDA=</pre>", "<pre>MDA=</pre>", "<pre>0MDA</pre>",
        "<pre>0MDA*</pre>", "<pre>0MDA=", "0MDA=</pre>", "<pre><pre>0MDA=</pre></pre>", "<pre>0MDA=</pre></pre>",
        "<pre>0MDA=</pre><pre>", "<pre>0M\u000bDA=</pre>", "<pre>0M<b>DA</b>=</pre>"})
    void refusesAnyOtherPage(String page) {
        assertThrows(BadMessageException.class, () -> AmpArmor.decode(page));
    }

    @Property(tries = 500)
    void readsBackWhatItWrites(@ForAll byte[] data) {
        assertArrayEquals(data, AmpArmor.decode(AmpArmor.encode(data)));
    }

    @ParameterizedTest
    @ValueSource(ints = {23805, 23806, 100000})
    void readsBackPagesOfSeveralElements(int bytes) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        assertArrayEquals(data, AmpArmor.decode(AmpArmor.encode(data)));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("pages") String page) {
        try {
            AmpArmor.decode(page);
        } catch (BadMessageException refused) {
            assertFalse(refused.getMessage().contains("PAYLOAD"));
        }
    }

    @Provide
    Arbitrary<String> pages() {
        return Arbitraries.oneOf(
                Hostile.versionsOf("<pre>\n0VGhpcyB3YXMgZW5jb2RlZCB3aXRoIEF\nNUCBhcm1vci4=\n</pre>\n"),
                Hostile.versionsOf("<pre>0</pre><pre>MDA=</pre>"),
                Arbitraries.strings().ofMaxLength(20).map(garbage -> "<pre>0" + garbage + "</pre>"));
    }

    private static String elements(String page) {
        assertTrue(page.endsWith("</body>\n</html>"));
        int body = page.indexOf("<body>\n") + "<body>\n".length();
        return page.substring(body, page.length() - "</body>\n</html>".length());
    }
}
