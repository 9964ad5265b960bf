package dev.snowbird.rendezvous.http;

import static dev.snowbird.testing.Given.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.net.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAddressTest {

    private static final InetAddress PEER = address("192.0.2.99");

    /** Headers, and the address with 0, 1, 2 and 3 hops; - is the peer's (Snowflake contract, section 26.4). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                                                 | - - - -",
        "X: 203.0.113.5                                     | - 203.0.113.5 - -",
        "X: 198.51.100.7, 203.0.113.5                       | - 203.0.113.5 198.51.100.7 -",
        "X: 198.51.100.7; X: 203.0.113.5, 10.0.0.3          | - 10.0.0.3 203.0.113.5 198.51.100.7",
        "X: 198.51.100.7, nonsense                          | - - 198.51.100.7 -",
        "X: 198.51.100.7,                                   | - - 198.51.100.7 -",
        "X: 198.51.100.7:4711                               | - 198.51.100.7 - -",
        "X: [2001:db8::1]:4711                              | - 2001:db8::1 - -",
        "X: 2001:DB8:0:0::1                                 | - 2001:db8::1 - -",
        "X: ::ffff:198.51.100.7                             | - 198.51.100.7 - -",
        "X: 0.0.0.0                                         | - - - -",
        "X: ::                                              | - - - -",
        "X: fe80::1%eth0                                    | - fe80::1 - -",
        "F: for=198.51.100.7; X: 203.0.113.5                | - 198.51.100.7 - -",
        "F: for=unknown; X: 203.0.113.5                     | - 203.0.113.5 - -",
        "F: for=8.8.8.8, for=\"[2606:4700::1]:80\";proto=https; X: 203.0.113.5 | - 2606:4700::1 8.8.8.8 -",
        "F: by=8.8.8.8;FOR=9.9.9.9                          | - 9.9.9.9 - -",
        "X: 8.8.8.8, 9.9.9.9, 10.0.0.1                      | - 10.0.0.1 9.9.9.9 8.8.8.8",
        "F: for=8.8.8.8, for=9.9.9.9; X: 203.0.113.5, 203.0.113.6, 203.0.113.7 | - 9.9.9.9 8.8.8.8 203.0.113.5",
    })
    void isTheItemThatTheOutermostOfSoManyReverseProxiesWrote(String headers, String expected) {
        for (int hops = 0; hops <= 3; hops++) {
            String address = expected.split(" ")[hops];
            assertEquals(address.equals("-") ? PEER : address(address), find(headers, new ProxyAddress(List.of(), hops)),
                    hops + " hops");
        }
    }

    /** The same headers as of a client, who is told by the first public address. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "X: 8.8.8.8, 9.9.9.9, 10.0.0.1                                          | 8.8.8.8",
        "F: by=8.8.8.8;FOR=9.9.9.9                                              | 9.9.9.9",
        "F: for=8.8.8.8, for=\"[2606:4700::1]:80\";proto=https; X: 203.0.113.5  | 8.8.8.8",
        "X: 198.51.100.7; X: 203.0.113.5, 10.0.0.3                              | 192.0.2.99",
    })
    void isNotTheAddressOfAClient(String headers, String client) {
        Headers given = new Headers(headers);
        assertEquals(address(client), new ClientAddress(List.of()).find(given.forwarded, given.xForwardedFor, PEER));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.99, 8.8.8.8", "192.0.2.0/24, 8.8.8.8", "192.0.2.98, 192.0.2.99", "8.8.8.8, 192.0.2.99"})
    void isThePeersUnlessTheReverseProxyIsTrusted(String trusted, String expected) {
        ProxyAddress addresses = new ProxyAddress(List.of(Network.parse(trusted)), 1);

        assertEquals(address(expected), find("X: 8.8.8.8", addresses));
        assertEquals(address(expected), find("F: for=8.8.8.8", addresses));
    }

    @Property(tries = 1000)
    void isWhatTheTrustedOneWroteWhateverAStrangerPutsBefore(@ForAll List<String> before) {
        List<String> lines = new ArrayList<>(before);
        lines.add("198.51.100.7");

        assertEquals(address("198.51.100.7"), new ProxyAddress(List.of(), 1).find(List.of(), lines, PEER));
    }

    @Test
    void mayBeAnyNumberOfHopsAway() {
        assertEquals(PEER, find("X: 8.8.8.8", new ProxyAddress(List.of(), Integer.MAX_VALUE)));
    }

    private static InetAddress find(String headers, ProxyAddress addresses) {
        Headers given = new Headers(headers);
        return addresses.find(given.forwarded, given.xForwardedFor, PEER);
    }

    /** X is a line of X-Forwarded-For, F one of Forwarded. */
    private static final class Headers {
        private final List<String> forwarded = new ArrayList<>();
        private final List<String> xForwardedFor = new ArrayList<>();

        private Headers(String headers) {
            for (String header : headers.split("; (?=X: )")) {
                (header.startsWith("F: ") ? forwarded : xForwardedFor).add(header.substring(Math.min(3, header.length())));
            }
            if (headers.isEmpty()) {
                xForwardedFor.clear();
            }
        }
    }
}
