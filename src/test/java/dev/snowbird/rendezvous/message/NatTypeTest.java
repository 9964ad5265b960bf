package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NatTypeTest {

    @ParameterizedTest
    @NullAndEmptySource
    void isUnknownWhenNotGiven(String absent) {
        assertEquals(NatType.UNKNOWN, NatType.of(absent));
    }

    @Test
    void hasTheNamesOfOldPeersAndOfNewOnes() {
        assertEquals("[unknown, restricted, unrestricted, open, moderate, strict]",
                List.of(NatType.values()).toString());
    }

    @ParameterizedTest
    @EnumSource
    void readsTheNameItIsWrittenWith(NatType type) {
        assertEquals(type, NatType.of(type.toString()));
    }

    @ParameterizedTest
    @CsvSource({"OPEN, UNRESTRICTED, UNRESTRICTED", "MODERATE, UNRESTRICTED, RESTRICTED",
        "STRICT, RESTRICTED, RESTRICTED", "UNKNOWN,,", "RESTRICTED,,", "UNRESTRICTED,,"})
    void hasAnOldNameWhenItIsNew(NatType type, NatType client, NatType proxy) {
        assertEquals(Optional.ofNullable(client), type.ofClientBefore());
        assertEquals(Optional.ofNullable(proxy), type.ofProxyBefore());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Restricted", "UNKNOWN", " unknown", "symmetric", "Open", " open", "x"})
    void refusesAnyOtherName(String name) {
        BadMessageException refused = assertThrows(BadMessageException.class, () -> NatType.of(name));
        assertEquals("invalid NAT type", refused.getMessage());
    }
}
