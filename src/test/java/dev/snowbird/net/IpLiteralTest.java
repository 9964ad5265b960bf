package dev.snowbird.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
            "0.0.0.0, 0.0.0.0",
            "255.255.255.255, 255.255.255.255",
            "8.8.8.8, 8.8.8.8",
            "::, 0:0:0:0:0:0:0:0",
            "::1, 0:0:0:0:0:0:0:1",
            "1::, 1:0:0:0:0:0:0:0",
            "1::8, 1:0:0:0:0:0:0:8",
            "1:2:3::, 1:2:3:0:0:0:0:0",
            "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
            "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
            "2001:0DB8::000a, 2001:db8:0:0:0:0:0:a",
            "64:ff9b::8.8.8.8, 64:ff9b:0:0:0:0:808:808",
            "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
            "::ffff:8.8.8.8, 8.8.8.8",
            "::ffff:808:808, 8.8.8.8",
    })
    void readsAddresses(String text, String address) {
        assertEquals(Optional.of(address), IpLiteral.parse(text).map(InetAddress::getHostAddress));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", ".", "...", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1",
            "01.2.3.4", "1.2.3.04", "1.2.3.4444", "+1.2.3.4", "-1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "0x7f.0.0.1",
            "2130706433", "1.2.3.\u0664", "a.b.c.d", "localhost", "localhost.", "example.org", "1.2.3.4:80",
            "1.2.3.4%eth0", ":", ":::", "::::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8:", "::1:", ":1::", "1::2::3", "1:::2", "1:2:3:4::5:6:7:8", "::1:2:3:4:5:6:7:8", "12345::",
            "00001::", "g::", "::1.2.3", "::1.2.3.256", "::1.2.3.04", "1.2.3.4::", "::1.2.3.4:5",
            "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "fe80::1%eth0", "fe80::1%1", "::1/128",
            "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555", "\uff11.2.3.4"
    })
    void refusesAnythingElse(String text) {
        assertEquals(Optional.empty(), IpLiteral.parse(text));
    }

    @Property
    void readsWhatJavaWrites(@ForAll @Size(16) byte[] ipv6, @ForAll @Size(4) byte[] ipv4) throws UnknownHostException {
        assertArrayEquals(ipv4, bytes(InetAddress.getByAddress(ipv4)));
        assertArrayEquals(InetAddress.getByAddress(ipv6).getAddress(), bytes(InetAddress.getByAddress(ipv6)));
    }

    private static byte[] bytes(InetAddress address) {
        return IpLiteral.parse(address.getHostAddress()).orElseThrow().getAddress();
    }

    /** What is read is what Java reads, of which it is known that it needs no DNS for such a text. */
    @Property(tries = 3000)
    void agreesWithJavaOnWhatItTakes(@ForAll("almostAddresses") String text) throws UnknownHostException {
        Optional<InetAddress> read = IpLiteral.parse(text);
        if (read.isPresent()) {
            assertTrue(text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"));
            assertEquals(InetAddress.getByName(text), read.get());
        }
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll String text) {
        IpLiteral.parse(text);
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        return Arbitraries.oneOf(
                Arbitraries.of("1", "0", "255", "256", ".", ".", ".", "10", "%").list().ofMaxSize(9),
                Arbitraries.of("0", "1", "ffff", "Ab", ":", ":", ":", ":", "::", "1.2.3.4", ".", "12345", "g")
                        .list().ofMaxSize(17)).map(parts -> String.join("", parts));
    }
}
