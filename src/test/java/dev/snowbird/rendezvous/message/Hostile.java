package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What strangers may send, and what reading it may at worst do. */
final class Hostile {

    private Hostile() {
    }

    /** Any text, and valid messages with a piece cut out, doubled or replaced. */
    static Arbitrary<String> versionsOf(String... valid) {
        Arbitrary<String> mutated = Combinators.combine(Arbitraries.of(valid), Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 12), replacements()).as(Hostile::mutate);
        return Arbitraries.oneOf(mutated, mutated, Arbitraries.strings().ofMaxLength(60));
    }

    /** Reads a message, accepting that it is refused in one of the two documented ways, and without a word too many. */
    static void read(String json, Class<?> message) {
        try {
            GoJson.mapper().readValue(json, message);
        } catch (JsonProcessingException | BadMessageException refused) {
            assertFalse(GoJson.describe(refused).contains("PAYLOAD"), GoJson.describe(refused));
        }
    }

    private static Arbitrary<String> replacements() {
        return Arbitraries.oneOf(
                Arbitraries.of(List.of("", "null", "{}", "[]", "1", "1e9", "true", "\"", "\\", "\\ud800", "\"\"", ",", "}",
                        "PAYLOAD", "\"PAYLOAD\"", "\u0000", "\ud800")),
                Arbitraries.strings().ofMaxLength(5));
    }

    private static String mutate(String valid, int at, int cut, String replacement) {
        int from = at % (valid.length() + 1);
        int to = Math.min(valid.length(), from + cut);
        return valid.substring(0, from) + replacement + valid.substring(to);
    }
}
