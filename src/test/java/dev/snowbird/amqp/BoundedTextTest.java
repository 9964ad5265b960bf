package dev.snowbird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.log.LogText;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of peers where AMQP has limits. */
class BoundedTextTest {

    private static final String PREFIX = "seabird.command.";

    @ParameterizedTest
    @ValueSource(strings = {"", "ping", "my-command", "a/b#c%d", "irc://my%2Dnet"})
    void ordinaryTextStaysReadable(String text) {
        assertEquals(PREFIX + text, BoundedText.queueName(PREFIX, text));
        assertEquals(text, BoundedText.headerValue(text));
    }

    @Test
    void theHashIsOfTheText() {
        String hash = "sha256-36a9e7f1c95b82ffb99743e0c5c4ce95d83c9a430aac59f84ef3cbfab6145068";

        assertEquals(PREFIX + hash, BoundedText.queueName(PREFIX, " "));
        assertNotEquals(PREFIX + hash, BoundedText.queueName(PREFIX, hash));
        assertNotEquals(hash, BoundedText.headerValue(hash));
    }

    @Property
    void queueNamesAreShortAndPrintable(@ForAll String text) {
        String name = BoundedText.queueName(PREFIX, text);

        assertTrue(name.length() <= 255);
        assertTrue(name.chars().allMatch(character -> character > ' ' && character < 0x7F));
    }

    @Property
    void headerValuesAreShortAndWithoutControlCharacters(@ForAll String text) {
        String value = BoundedText.headerValue(text);

        assertTrue(value.getBytes(StandardCharsets.UTF_8).length <= 255);
        assertFalse(value.chars().anyMatch(Character::isISOControl));
    }

    @Test
    void lengthCountsInBytes() {
        assertEquals("x".repeat(255), BoundedText.headerValue("x".repeat(255)));
        assertEquals(71, BoundedText.headerValue("x".repeat(256)).length());
        assertEquals(71, BoundedText.headerValue("ö".repeat(128)).length());
        assertEquals(255, BoundedText.queueName(PREFIX, "x".repeat(255 - PREFIX.length())).length());
        assertEquals(PREFIX.length() + 71, BoundedText.queueName(PREFIX, "x".repeat(256 - PREFIX.length())).length());
    }

    @Test
    void whatALogGetsIsShortAndOneLine() {
        assertEquals("a?b?", LogText.of("a\nbö"));
        assertEquals("x".repeat(80) + "...", LogText.of("x".repeat(1000)));
    }
}
