package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.testing.Given.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.testing.Polls;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAddressTest {

    private static final List<String> BY_PREFERENCE = List.of(
            "a=candidate:3 1 udp 2122260224 129.97.124.16 56688 typ host",
            "a=candidate:3 1 udp 2122260223 129.97.124.15 56688 typ host",
            "a=candidate:3 1 udp 4294967295 8.8.8.8 56688 typ prflx raddr 10.0.0.1 rport 1",
            "a=candidate:3 1 udp 2122260223 2a00::1 56688 typ srflx",
            "a=candidate:3 1 tcp 2122260223 129.97.124.13 9 typ relay tcptype active generation 0");

    @Test
    void isThatOfTheMostDirectTypeAndThenTheHighestPriority() {
        List<String> addresses = List.of("129.97.124.16", "129.97.124.15", "8.8.8.8", "2a00::1", "129.97.124.13");
        for (int first = 0; first < BY_PREFERENCE.size(); first++) {
            List<String> rest = BY_PREFERENCE.subList(first, BY_PREFERENCE.size());
            assertEquals(Optional.of(address(addresses.get(first))), OfferAddress.inSdp(sdp(rest)));
            assertEquals(Optional.of(address(addresses.get(first))), OfferAddress.inSdp(sdp(reversed(rest))));
        }
    }

    @Test
    void isTheLastOneOfEquals() {
        assertEquals(Optional.of(address("9.9.9.9")), OfferAddress.inSdp(sdp(List.of(
                "a=candidate:1 1 udp 1 8.8.8.8 1 typ host", "a=candidate:2 1 udp 1 9.9.9.9 1 typ host"))));
    }

    @Test
    void isFoundInAPoll() {
        String sdp = sdp(BY_PREFERENCE);
        assertEquals(Optional.of(address("129.97.124.16")),
                OfferAddress.find(Polls.client(sdp, NatType.UNKNOWN)));
        assertEquals(Optional.empty(), OfferAddress.find(Polls.client(NatType.UNKNOWN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a=candidate:1 1 udp 2122260223 3f5c.local 1 typ host",
            "a=candidate:1 1 udp 2122260223 localhost 1 typ host",
            "a=candidate:1 1 udp 2122260223 08.8.8.8 1 typ host",
            "a=candidate:1 1 udp x 9.9.9.9 1 typ host",
            "a=candidate:1 1 udp -1 9.9.9.9 1 typ host",
            "a=candidate:1 1 udp 99999999999 9.9.9.9 1 typ host",
            "a=candidate:1 1 udp 2122260223 9.9.9.9 1 typ",
            "a=candidate:1 1 udp 2122260223 9.9.9.9 1 typ other",
            "a=candidate:1 1 udp 2122260223 9.9.9.9 1 host typ",
            "a=candidate:", "a=candidate", "A=candidate:1 1 udp 2122260223 9.9.9.9 1 typ host",
            "c=IN IP4 9.9.9.9",
    })
    void passesOverOtherLines(String line) {
        assertEquals(Optional.empty(), OfferAddress.inSdp(sdp(List.of(line))));
        assertEquals(Optional.of(address("8.8.8.8")), OfferAddress.inSdp(
                sdp(List.of(line, "a=candidate:1 1 udp 1 8.8.8.8 1 typ relay", line))));
    }

    @Test
    void mayBePrivate() {
        assertEquals(Optional.of(address("192.168.1.2")),
                OfferAddress.inSdp("a=candidate:1 1 udp 1 192.168.1.2 1 typ host\n"
                        + "a=candidate:1 1 udp 1 8.8.8.8 1 typ srflx"));
        assertEquals(Optional.of(address("fe80::1")),
                OfferAddress.inSdp("a=candidate:1 1 udp 1 fe80::1%eth0 1 typ host"));
    }

    @Property(tries = 2000)
    void neverThrowsOrResolves(@ForAll("descriptions") String sdp) {
        Optional<InetAddress> found = OfferAddress.inSdp(sdp);
        assertTrue(found.isEmpty() || found.get().equals(address("8.8.8.8")) || found.get().equals(address("2a00::1")));
    }

    @Provide
    Arbitrary<String> descriptions() {
        Arbitrary<String> words = Arbitraries.of("a=candidate:", "x", "udp", "7", "99999999999", "8.8.8.8", "2a00::1",
                "localhost", "typ", "host", "relay", "\ud800", "%", "");
        Arbitrary<String> line = words.list().ofMaxSize(10).map(list -> String.join(" ", list));
        Arbitrary<String> almost = words.list().ofSize(4).map(list ->
                String.join(" ", "a=candidate:1 1", list.get(0), list.get(1), list.get(2), "1 typ", list.get(3)));
        return Arbitraries.oneOf(line, almost, almost, Arbitraries.strings()).list().ofMaxSize(5)
                .map(lines -> String.join("\r\n", lines));
    }

    private static String sdp(List<String> lines) {
        return "v=0\r\no=- 0 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 DTLS/SCTP 5000\r\n"
                + String.join("\r\n", lines) + "\r\na=setup:actpass\r\n";
    }

    private static List<String> reversed(List<String> lines) {
        return IntStream.range(0, lines.size()).mapToObj(i -> lines.get(lines.size() - 1 - i)).toList();
    }
}
