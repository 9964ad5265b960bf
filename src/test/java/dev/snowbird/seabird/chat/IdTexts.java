package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** Texts to make ids of, by the names that {@code @ForAll} takes, and what holds of any of them. */
interface IdTexts {

    /** Any text that protobuf can carry, with many of the signs that mean something in an id. */
    @Provide
    default Arbitrary<String> parts() {
        return Arbitraries.oneOf(
                Arbitraries.of("irc", "my-net", "#chan", "a/b", "://", "%", "%41", "%zz", "", "%2", "+",
                        "ä", "\ue000", "😀"),
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT)
                        .filter(letter -> letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE)
                        .map(Character::toString).list().ofMaxSize(8).map(letters -> String.join("", letters)));
    }

    /** Anything at all, broken text included, with many of the signs that mean something in an id. */
    @Provide
    default Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.of("://", "/", "%", "%f", "%ff", "%41", "%C3", "%A4", "\ud800", "\udc00",
                        "é", "a", "%%", "\u0000"),
                Arbitraries.strings().ofMaxLength(4)).list().ofMaxSize(8).map(pieces -> String.join("", pieces));
    }

    /** Reads the id in a field of a request. */
    @FunctionalInterface
    interface Reader {
        Object read(String text, String field) throws StatusException;
    }

    /** Asserts that a text is refused in the documented way, or is an id that reads back what it writes. */
    static void assertSurvived(String text, String field, Reader reader) throws StatusException {
        Object id;
        try {
            id = reader.read(text, field);
        } catch (StatusException refused) {
            assertEquals("INVALID_ARGUMENT: failed to parse " + field, Refusals.describe(refused));
            return;
        }
        assertEquals(id, reader.read(id.toString(), field));
    }
}
