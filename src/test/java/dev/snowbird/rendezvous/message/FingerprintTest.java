package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    @Test
    void isTheDefaultBridgeInAnyCase() {
        assertEquals(Fingerprint.DEFAULT, new Fingerprint("2b280b23e1107bb62abfc40ddcc8824814f80a72"));
        assertEquals("2B280B23E1107BB62ABFC40DDCC8824814F80A72", Fingerprint.DEFAULT.hex());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {
        "2B28",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A7",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A720",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A7G",
        " 2B280B23E1107BB62ABFC40DDCC8824814F80A72",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A72\n",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A722B280B23E1107BB62ABFC40D0",
    })
    void refusesEverythingElse(String hex) {
        BadMessageException refused = assertThrows(BadMessageException.class, () -> new Fingerprint(hex));
        assertEquals("cannot decode fingerprint", refused.getMessage());
    }

    @Property(tries = 300)
    void isEqualWhenItsTwentyBytesAre(@ForAll @Size(20) byte[] bytes) {
        assertEqualInAnyCase(bytes);
    }

    @Property(tries = 300)
    void isEqualWhenItsThirtyTwoBytesAre(@ForAll @Size(32) byte[] bytes) {
        assertEqualInAnyCase(bytes);
    }

    private static void assertEqualInAnyCase(byte[] bytes) {
        assertEquals(new Fingerprint(HexFormat.of().formatHex(bytes)),
                new Fingerprint(HexFormat.of().withUpperCase().formatHex(bytes)));
    }
}
