package dev.snowbird.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpPrefixTest {

    private static InetAddress address(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
            "192.0.2.1,   192.0.2.1,                               128, true",
            "192.0.2.1,   ::ffff:192.0.2.1,                        128, true",
            "192.0.2.1,   192.0.2.2,                               128, false",
            "192.0.2.1,   192.0.2.2,                               0,   false",
            "255.255.255.255, 127.255.255.255,                     128, false",
            "2001:db8::1, 2001:db8:0:0:0::1,                       128, true",
            "2001:db8::1, 2001:db8::2,                             128, false",
            "2001:db8::2, 2001:db8::3,                             127, true",
            "2001:db8::,  2001:db8:0:0:8000::,                     65,  false",
            "2001:db8::,  2001:db8::ffff:ffff:ffff:ffff,           64,  true",
            "2001:db8::,  2001:db8:0:1::,                          64,  false",
            "2001:db8::,  2001:db8:0:1::,                          63,  true",
            "2001:db8::,  2001:db9::,                              32,  false",
            "2001:db8::,  2001:db8:ffff::,                         32,  true",
            "::,          8000::,                                  1,   false",
            "::,          7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 1,   true",
            "::,          ffff::,                                  0,   true",
            "::,          0.0.0.0,                                 0,   false",
    })
    void isThatOfAllAddressesThatBeginWithItsBits(String one, String other, int bits, boolean same) {
        assertEquals(same, IpPrefix.of(address(one), bits).equals(IpPrefix.of(address(other), bits)));
    }

    @Test
    void isOfAWholeAddressUnlessSaidOtherwise() {
        assertEquals(IpPrefix.of(address("2001:db8::1"), 128), IpPrefix.of(address("2001:db8::1")));
        assertNotEquals(IpPrefix.of(address("2001:db8::1"), 127), IpPrefix.of(address("2001:db8::1")));
    }

    /** As whoever has a network can choose them. */
    @Test
    void hasAnOrderAlsoAmongAddressesOfOneHashCode() {
        List<IpPrefix> ordered = Stream.of("2001:db8::", "2001:db8::1:0:1", "2001:db8::2:0:2", "2001:db8::7fff:0:7fff")
                .map(text -> IpPrefix.of(address(text))).toList();

        assertEquals(1, ordered.stream().map(IpPrefix::hashCode).distinct().count());
        assertEquals(ordered, Stream.of(3, 0, 2, 1).map(ordered::get).sorted().toList());
    }
}
