package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdTest {

    private static final String PREFIX = "snowflake-client-";

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef", "A", "_-", "aZ09"})
    void namesAQueue(String id) {
        assertEquals(PREFIX + id, ClientId.of(id, PREFIX).queueName(PREFIX));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a b", "a/b", "a.fifo", "a\n", "é", "../x", "٣"})
    void refusesWhatAQueueNameMayNotHold(String id) {
        BadMessageException refused = assertThrows(BadMessageException.class, () -> ClientId.of(id, PREFIX));
        assertEquals("client id can't be part of a queue name", refused.getMessage());
    }

    @Test
    void fillsAQueueNameUpToEightyCharacters() {
        String longest = "x".repeat(80 - PREFIX.length());
        assertEquals(80, ClientId.of(longest, PREFIX).queueName(PREFIX).length());

        BadMessageException refused = assertThrows(BadMessageException.class, () -> ClientId.of(longest + "x", PREFIX));
        assertEquals("client id is too long for a queue name", refused.getMessage());
    }

    @Test
    void isSixteenHexadecimalDigitsWhenMadeHere() {
        ClientId id = ClientId.random();

        assertTrue(id.value().matches("[0-9a-f]{16}"));
        assertNotEquals(id, ClientId.random());
    }

    @Property(tries = 1000)
    void isEitherRefusedInSilenceOrMakesAValidQueueName(@ForAll("ids") String id) {
        try {
            assertTrue(ClientId.of(id, PREFIX).queueName(PREFIX).matches("[A-Za-z0-9_-]{1,80}"));
        } catch (BadMessageException refused) {
            assertFalse(id.length() > 1 && refused.getMessage().contains(id));
        }
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('a', 'f').numeric().ofMaxLength(100),
                Arbitraries.strings().withChars("XYZxyz059_-./ \n").ofMaxLength(70),
                Arbitraries.strings().ofMaxLength(70));
    }
}
