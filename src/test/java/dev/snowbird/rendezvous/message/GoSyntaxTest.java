package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoSyntaxTest {

    private static final ObjectMapper PLAIN_JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final Pattern TEXT_WITH_ONE_CHARACTER = Pattern.compile("unexpected end of JSON input"
            + "|invalid character '([^'\\\\\\p{Cntrl}]|\\\\['\\\\abfnrtv]|\\\\x[0-9a-f]{2})'"
            + " (after|exceeded|in|looking)[a-z:\\\\ -]*( \\(expecting '[a-z]'\\))?");

    @ParameterizedTest
    @MethodSource("goVectors")
    void saysWhatGoSays(String text, String error) {
        if (error.isEmpty()) {
            assertDoesNotThrow(() -> GoSyntax.check(text));
        } else {
            BadMessageException thrown = assertThrows(BadMessageException.class, () -> GoSyntax.check(text));
            assertEquals(error, thrown.getMessage());
        }
    }

    @Test
    void stopsAtTheDepthWhereJacksonStops() {
        String deepest = "[".repeat(1000) + "]".repeat(1000);
        assertDoesNotThrow(() -> GoJson.mapper().readTree(deepest));

        BadMessageException thrown = assertThrows(BadMessageException.class, () -> GoSyntax.check("[" + deepest + "]"));
        assertEquals("invalid character '[' exceeded max depth", thrown.getMessage());
    }

    @Property(tries = 1000)
    void agreesWithJacksonOnWhatIsJson(
            @ForAll @Chars({'{', '}', '[', ']', ':', ',', '"', '\\', 'u', 'n', '0', '1', '-', '.', 'e', ' ', '\n'})
            @StringLength(max = 12) String text) {
        assertEquals(isJsonToJackson(text), isJsonToUs(text), text);
    }

    @Property(tries = 1000)
    void agreesWithJacksonOnWhatIsAString(@ForAll @CharRange(from = 0, to = 0x80) @StringLength(max = 8) String inside) {
        String text = '"' + inside + '"';
        assertEquals(isJsonToJackson(text), isJsonToUs(text), text);
    }

    @Property(tries = 500)
    void holdsAtMostOneCharacterOfAnyText(@ForAll String text) {
        try {
            GoSyntax.check(text);
        } catch (BadMessageException refused) {
            assertTrue(TEXT_WITH_ONE_CHARACTER.matcher(refused.getMessage()).matches(), refused.getMessage());
        }
    }

    private static boolean isJsonToUs(String text) {
        try {
            GoSyntax.check(text);
            return true;
        } catch (BadMessageException refused) {
            return false;
        }
    }

    private static boolean isJsonToJackson(String text) {
        try {
            return !PLAIN_JACKSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException refused) {
            return false;
        }
    }

    // Texts and what encoding/json of Go 1.26 says of them.
    private static Stream<Arguments> goVectors() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/vectors/go-json-syntax.jsonl")).stream()
                .map(GoSyntaxTest::vector);
    }

    private static Arguments vector(String line) {
        try {
            JsonNode vector = PLAIN_JACKSON.readTree(line);
            return Arguments.of(vector.get("text").textValue(), vector.get("error").textValue());
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
