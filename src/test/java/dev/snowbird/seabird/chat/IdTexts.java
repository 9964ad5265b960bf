package dev.snowbird.seabird.chat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts to make ids of. */
final class IdTexts {

    private IdTexts() {
    }

    /** Any text that protobuf can carry, with many of the signs that mean something in an id. */
    static Arbitrary<String> parts() {
        return Arbitraries.oneOf(
                Arbitraries.of("irc", "my-net", "#chan", "a/b", "://", "%", "%41", "%zz", "", "%2", "+",
                        "ä", "\ue000", "😀"),
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT)
                        .filter(letter -> letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE)
                        .map(Character::toString).list().ofMaxSize(8).map(letters -> String.join("", letters)));
    }

    /** Anything at all, broken text included, with many of the signs that mean something in an id. */
    static Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.of("://", "/", "%", "%f", "%ff", "%41", "%C3", "%A4", "\ud800", "\udc00",
                        "é", "a", "%%", "\u0000"),
                Arbitraries.strings().ofMaxLength(4)).list().ofMaxSize(8).map(pieces -> String.join("", pieces));
    }
}
