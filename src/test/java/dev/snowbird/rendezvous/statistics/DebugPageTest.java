package dev.snowbird.rendezvous.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebugPageTest {

    @Test
    void isTheContractsExample() {
        assertEquals("""
                current snowflakes available: 3
                \tstandalone proxies: 2
                \tunknown proxies: 1
                NAT Types available:
                \trestricted: 1
                \tunrestricted: 1
                \tstrict: 0
                \tmoderate: 0
                \topen: 0
                \tunknown: 1""", DebugPage.text(new ProxyCounts(
                Map.of(ProxyType.STANDALONE, 2L, ProxyType.UNKNOWN, 1L),
                Map.of(NatType.RESTRICTED, 1L, NatType.UNRESTRICTED, 1L, NatType.UNKNOWN, 1L))));
    }

    @Test
    void hasLinesForUnknownProxiesAndAllNatTypesAlways() {
        assertEquals("""
                current snowflakes available: 0
                \tunknown proxies: 0
                NAT Types available:
                \trestricted: 0
                \tunrestricted: 0
                \tstrict: 0
                \tmoderate: 0
                \topen: 0
                \tunknown: 0""", DebugPage.text(new ProxyCounts(Map.of(ProxyType.BADGE, 0L), Map.of())));
    }

    @Test
    void hasALineForEveryTypeThatIsThere() {
        assertEquals("""
                current snowflakes available: 15
                \tstandalone proxies: 1
                \twebext proxies: 2
                \tbadge proxies: 3
                \tiptproxy proxies: 4
                \tbloco proxies: 5
                \tunknown proxies: 0
                NAT Types available:
                \trestricted: 0
                \tunrestricted: 4
                \tstrict: 2
                \tmoderate: 3
                \topen: 6
                \tunknown: 0""", DebugPage.text(new ProxyCounts(
                Map.of(ProxyType.STANDALONE, 1L, ProxyType.WEBEXT, 2L, ProxyType.BADGE, 3L, ProxyType.IPTPROXY, 4L,
                        ProxyType.BLOCO, 5L),
                Map.of(NatType.UNRESTRICTED, 4L, NatType.STRICT, 2L, NatType.MODERATE, 3L, NatType.OPEN, 6L))));
    }
}
