package dev.snowbird.rendezvous.http;

import static dev.snowbird.testing.Given.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.net.Network;
import dev.snowbird.net.PublicAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final InetAddress PEER = address("192.168.7.7");
    private static final ClientAddress BELIEVES_ANYONE = new ClientAddress(List.of());

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "8.8.8.8                                   | 8.8.8.8",
            "8.8.8.8, 9.9.9.9                          | 8.8.8.8",
            "8.8.8.8,9.9.9.9                           | 8.8.8.8",
            "10.0.0.1, 8.8.8.8                         | 8.8.8.8",
            "unknown, localhost, , 8.8.8.8             | 8.8.8.8",
            "8.8.8.8:4711                              | 8.8.8.8",
            "8.8.8.8:                                  | 8.8.8.8",
            "[8.8.8.8]                                 | 8.8.8.8",
            "2a00::1                                   | 2a00::1",
            "[2a00::1]                                 | 2a00::1",
            "[2a00::1]:4711                            | 2a00::1",
            "[2a00::1%eth0]:4711                       | 2a00::1",
            "2a00::1%eth0                              | 2a00::1",
            "8.8.8.8%eth0                              | 8.8.8.8",
            "::ffff:8.8.8.8                            | 8.8.8.8",
            "0.0.0.0, ::, 9.9.9.9                      | 9.9.9.9",
            "2a00::1%a b, 9.9.9.9                      | 9.9.9.9",
            "2a00::1%a:b, 9.9.9.9                      | 9.9.9.9",
            "[2a00::1]x, [2a00::1, 2a00::1], 9.9.9.9   | 9.9.9.9",
            "%eth0, 8.8.8, 08.8.8.8, 9.9.9.9           | 9.9.9.9",
            "`\"8.8.8.8\", 9.9.9.9`                    | 9.9.9.9",
            "for=8.8.8.8, 9.9.9.9                      | 9.9.9.9",
            "10.0.0.1, localhost                       | 192.168.7.7",
            "``                                        | 192.168.7.7",
    })
    void isTheLeftmostPublicOneForwardedFor(String header, String expected) {
        assertEquals(address(expected), BELIEVES_ANYONE.find(List.of(), List.of(header), PEER));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "for=8.8.8.8                                        | 8.8.8.8",
            "For=8.8.8.8;proto=http;by=9.9.9.9                  | 8.8.8.8",
            "by=9.9.9.9; FOR=8.8.8.8                            | 8.8.8.8",
            "for=\"8.8.8.8\"                                    | 8.8.8.8",
            "for=\"8.8.8.8:80\"                                 | 8.8.8.8",
            "for= 8.8.8.8                                       | 8.8.8.8",
            "for=\"[2a00::1]:4711\"                             | 2a00::1",
            "for=\"[2a00::1%eth0]:4711\"                        | 2a00::1",
            "for=[2a00::1]                                      | 2a00::1",
            "for=2a00::1                                        | 2a00::1",
            "for=10.0.0.1, for=8.8.8.8                          | 8.8.8.8",
            "for=unknown, for=_hidden, for=localhost, for=8.8.8.8 | 8.8.8.8",
            "for=10.0.0.1;for=9.9.9.9, for=8.8.8.8              | 8.8.8.8",
            "for=a=9.9.9.9, for=8.8.8.8                         | 8.8.8.8",
            "for =9.9.9.9, for=8.8.8.8                          | 8.8.8.8",
            "for=\"9.9.9.9, for=8.8.8.8                         | 8.8.8.8",
            "9.9.9.9, by=9.9.9.9, ;;, =, for=, for=8.8.8.8      | 8.8.8.8",
            "for                                                | 192.168.7.7",
            "for=\"                                             | 192.168.7.7",
            "for=203.0.113.43                                   | 192.168.7.7",
    })
    void isTheLeftmostPublicOneInForwarded(String header, String expected) {
        assertEquals(address(expected), BELIEVES_ANYONE.find(List.of(header), List.of(), PEER));
    }

    @Test
    void prefersForwarded() {
        assertEquals(address("8.8.8.8"),
                BELIEVES_ANYONE.find(List.of("for=8.8.8.8"), List.of("9.9.9.9"), PEER));
        assertEquals(address("9.9.9.9"),
                BELIEVES_ANYONE.find(List.of("for=10.0.0.1"), List.of("9.9.9.9"), PEER));
    }

    @Test
    void readsAllLinesOfAHeaderInOrder() {
        assertEquals(address("8.8.8.8"),
                BELIEVES_ANYONE.find(List.of(), List.of("10.0.0.1", "", "8.8.8.8", "9.9.9.9"), PEER));
    }

    @Test
    void isThePeerWithoutHeaders() {
        assertEquals(PEER, BELIEVES_ANYONE.find(List.of(), List.of(), PEER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.7.7", "192.168.0.0/16", "10.0.0.1,192.168.7.0/24", "::/0,0.0.0.0/0"})
    void believesTrustedProxies(String trusted) {
        assertEquals(address("8.8.8.8"), trusting(trusted).find(List.of(), List.of("8.8.8.8"), PEER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.7.8", "10.0.0.0/8", "::/0", "8.8.8.8"})
    void believesNobodyElseOnceSomeAreTrusted(String trusted) {
        assertEquals(PEER, trusting(trusted).find(List.of("for=8.8.8.8"), List.of("8.8.8.8"), PEER));
    }

    @Property(tries = 2000)
    void isPublicOrThePeerWhateverTheHeadersHold(@ForAll("headers") List<String> forwarded,
            @ForAll("headers") List<String> forwardedFor) {
        InetAddress found = BELIEVES_ANYONE.find(forwarded, forwardedFor, PEER);
        assertTrue(found.equals(PEER) || PublicAddresses.contain(found));
    }

    /** The only address is found, so no piece before it was taken for one, or resolved. */
    @Property(tries = 2000)
    void findsTheOnlyAddressAmongNames(@ForAll("names") List<String> before, @ForAll("names") List<String> after) {
        List<String> header = Stream.of(before, List.of("10.0.0.1, 8.8.8.8"), after).flatMap(List::stream).toList();
        assertEquals(address("8.8.8.8"), BELIEVES_ANYONE.find(before, header, PEER));
    }

    @Provide
    Arbitrary<List<String>> headers() {
        return lines("for=", "For=", "by=", "8.8.8.8", "2a00::1", "10.0.0.1", "localhost", "[", "]", "%", ":", ":80",
                "\"", ",", ", ", ";", "=", "", " ", "\t", "\u0000", "\ud800", "eth0");
    }

    @Provide
    Arbitrary<List<String>> names() {
        return lines("for=", "by=", "localhost", "dns.google", "one.one.one.one", "[", "]", "%", ":", ":port",
                "\"", ",", ";", "=", " ", "\u0000", "\ud800");
    }

    private static Arbitrary<List<String>> lines(String... pieces) {
        Arbitrary<String> made = Arbitraries.of(pieces).list().ofMaxSize(12).map(list -> String.join("", list));
        Arbitrary<String> anything = Arbitraries.strings()
                .filter(text -> text.indexOf('.') < 0 && text.indexOf(':') < 0);
        return Arbitraries.oneOf(made, made, anything).list().ofMaxSize(4);
    }

    private static ClientAddress trusting(String networks) {
        return new ClientAddress(Stream.of(networks.split(",")).map(Network::parse).toList());
    }
}
