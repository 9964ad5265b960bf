package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {

    private static final String MARK = Scrubber.MARK;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1.2.3.4 | X",
        "from 192.168.100.200:65535 to 10.0.0.1 | from X to X",
        "Connection refused: /127.0.0.1:8080 | Connection refused: /X",
        "localhost/127.0.0.1:1 | localhost/X",
        "http://1.2.3.4:80/proxy?x=5.6.7.8 | http://X/proxy?x=X",
        "[1.2.3.4]:80 | X",
        "[1.2.3.4, 5.6.7.8] | [X, X]",
        "1.2.3.4. | X.",
        "1.2.3.4.example.org | X.example.org",
        "2001:db8::1 | X",
        "fe80::1%eth0 | X",
        "[fe80::1%eth0]:443 | X",
        "/[2001:db8:0:0:0:0:0:1]:443 closed | /X closed",
        "/0:0:0:0:0:0:0:1%lo:443 | /X:443",
        "2001:db8::1: refused | X: refused",
        "error:2001:db8::1 | error:X",
        "::1 | X",
        "::ffff:1.2.3.4 | X",
        "[::ffff:1.2.3.4]:5 | X",
        "64:ff9b::1.2.3.4 and more | X and more",
        "2001:db8:1:2:3:4:5:6, | X,",
        "for=\"[2001:db8::1]:5\" | for=\"X\"",
        "face::add | X",
        "a\\n2001::a | a\\nX",
        "x1.2.3.4y | xXy",
        "x2001:db8::1y | xXy",
        "x2001::1 | xX"})
    void takesOutAddressesWithTheirPorts(String text, String scrubbed) {
        assertEquals(scrubbed.replace("X", MARK), Scrubber.scrub(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2026/11/22 22:26:02 INFO  Application: ready",
        "2026-11-22T22:26:02.123456789+01:00",
        "22:26:02,123",
        "camel-core 4.17.0, Netty 4.1.124.Final, Java 17.0.15+6",
        "Version 1.2.3",
        "1.3",
        "\tat dev.snowbird.rendezvous.matching.Matchmaker.awaitOffer(Matchmaker.java:73)",
        "\tat java.base/java.lang.Thread.run(Thread.java:840)",
        "\tat dev.snowbird.Foo$$Lambda$123/0x00000008003d5c40.run(Unknown Source)",
        "\tat dev.snowbird.Application.lambda$start$0(Application.java:81) ~[snowbird.jar:0.1.0]",
        "Matchmaker::awaitOffer", "Base64::decode", "Face::decode", "Interface::add", "Abc::new", "Foo::bar",
        "a :: b", "::",
        "arn:aws:iam::123456789012:user/bob is not authorized",
        "User: arn:aws:sts::123456789012:assumed-role/broker/i-0abcdef is not authorized to perform: sqs:CreateQueue",
        "arn:aws:sqs:us-east-1:123456789012:snowflake-broker",
        "https://sqs.us-east-1.amazonaws.com/123456789012/snowflake-broker",
        "2B280B23E1107BB62ABFC40DDCC8824814F80A72",
        "00:11:22:33:44:55",
        "exchange E0F1A2B3C4D5E6F-0000000000000001",
        "org/apache/camel/component/platform/http/Consumer",
        "Unexpected token: x", "a=b, v=0, o=p", "secretary: none", "password is not set",
        "listening on port 8080", "took 12.5 ms", "ratio 3:4:5", "", "[", "]", "%", ":", "."})
    void leavesAlone(String text) {
        assertEquals(text, Scrubber.scrub(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "v=0\r\no=- 123 2 IN IP4 0.0.0.0\r\ns=-\r\na=ice-pwd:hush+hush\r\na=candidate:1 1 udp 1 hush.local 9 typ host\r\n",
        "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=hush 1 2\\r\\ns=hush\\r\\na=hush:\\u003chush\\r\\na=hush\"}",
        "{\\\"sdp\\\":\\\"v=0\\\\r\\\\ns=hush\\\\r\\\\na=hush\\\"}",
        "left over: a=ice-ufrag:hush",
        "left over: a=candidate:842163049 1 udp 1677729535 hush.local 46154 typ srflx",
        "candidate:842163049 1 udp 1677729535 hush.local 46154",
        "a=fingerprint:sha-256 AB:CD:hush",
        "o=hush 1 2 IN IP4 hush",
        "eyJodXNoIjoiaHVzaCIsImh1c2giOiJodXNoIn0hush=",
        "AWS_SECRET_ACCESS_KEY=hush/hush",
        "{\"aws-access-key-id\":\"AKIAIOSFODNN7EXAMPLE\",\"aws-secret-key\":\"hush\"}",
        "{\\\"aws-secret-key\\\":\\\"hush\\\"}",
        "secretAccessKey: hush", "secret=hush", "aws_session_token = hush", "X-Amz-Security-Token: hush",
        "Authorization: AWS4-HMAC-SHA256 Credential=hush/20261122, SignedHeaders=host, Signature=hush",
        "using Bearer hushhush", "X-Amz-Signature=hush&x=1",
        "amqp://hush:hush@broker.example/vhost", "password: hush"})
    void takesOutSessionDescriptionsAndCredentials(String text) {
        String scrubbed = Scrubber.scrub(text);

        assertFalse(scrubbed.contains("hush"), scrubbed);
        assertTrue(scrubbed.contains(MARK), scrubbed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "eyJhd3MtYWNjZXNzLWtleS1pZCI6InRlc3QtYWNjZXNzLWtleSIsImF3cy1zZWNyZXQta2V5IjoidGVzdC1zZWNyZXQta2V5In0="})
    void takesOutKeysAndTheCredentialsStringWhateverTheyAreCalled(String secret) {
        assertEquals("given " + MARK + ", which", Scrubber.scrub("given " + secret + ", which"));
        assertEquals("\"" + MARK + "\"", Scrubber.scrub("\"" + secret + "\""));
    }

    @Test
    void keepsWhatFollowsASessionDescription() {
        assertEquals("offer " + MARK + "\r\n\tat dev.snowbird.Foo.bar(Foo.java:1)\n",
                Scrubber.scrub("offer v=0\r\ns=-\r\nt=0 0\r\n\tat dev.snowbird.Foo.bar(Foo.java:1)\n"));
    }

    @Test
    void isNotChangedByScrubbingAgain() {
        String once = Scrubber.scrub("1.2.3.4:5 [::1]:80 AKIAIOSFODNN7EXAMPLE password=x");
        assertEquals(once, Scrubber.scrub(once));
    }

    @Property
    void takesOutEveryIpv4Address(@ForAll("ipv4") String address, @ForAll("surroundings") String before,
            @ForAll("surroundings") String after) {
        assertFalse(Scrubber.scrub(before + address + after).contains(address));
    }

    @Property
    void takesOutEveryIpv6AddressAmongWords(@ForAll("ipv6") String address, @ForAll("surroundings") String before,
            @ForAll("surroundings") String after) {
        assertFalse(Scrubber.scrub(before + " " + address + " " + after).contains(address));
        assertFalse(Scrubber.scrub(before + "/[" + address + "]:80 " + after).contains(address));
        assertFalse(Scrubber.scrub(before + "\"" + address + "\\n" + after).contains(address));
    }

    @Property
    void takesOutEveryIpv6AddressOfMoreThanOneColonPairEvenWithinWords(@ForAll("ipv6") String address,
            @ForAll("surroundings") String before, @ForAll("surroundings") String after) {
        String scrubbed = Scrubber.scrub(before + address + after);
        // With two colons it could be Base64::decode.
        assertTrue(address.chars().filter(character -> character == ':').count() <= 2 || !scrubbed.contains(address),
                scrubbed);
    }

    @Property
    void takesOutEveryCredentialsString(@ForAll String id, @ForAll String secret, @ForAll("surroundings") String after) {
        String credentials = Base64.getEncoder().encodeToString(
                ("{\"aws-access-key-id\":\"" + id + "\",\"aws-secret-key\":\"" + secret + "\"}").getBytes());

        assertFalse(Scrubber.scrub("given " + credentials + after).contains(credentials.substring(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", "a", ":", "::", "a:", "[", "\\", "\\r", "v=0\\r", "v=0\r\n", "a=", "candidate:",
        "ey", "eyJ", "secret", "secret=", "AKIA", "://", "://a", "arn:", "%", "1.1.1.1", "o=a ", "x ", "\"", "1.2.3.4:",
        "A1b"})
    void needsNoLongerPerCharacterForLongTexts(String piece) {
        String text = piece.repeat(200_000 / piece.length());

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Scrubber.scrub(text));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Scrubber.scrub("v=0\\r\\na=" + text));
    }

    @Provide
    Arbitrary<String> ipv4() {
        return Arbitraries.integers().between(0, 255).list().ofSize(4)
                .map(numbers -> String.join(".", numbers.stream().map(String::valueOf).toList()));
    }

    /** As Java writes them, as others do, and with an IPv4 address at the end; ever so many zeros. */
    @Provide
    Arbitrary<String> ipv6() {
        Arbitrary<Integer> group = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(0, 0xffff)));
        return Combinators.combine(group.list().ofSize(8), Arbitraries.integers().between(0, 2))
                .as((groups, style) -> style == 0 ? full(groups) : compressed(full(groups), style == 2))
                .filter(address -> !address.equals("::"));
    }

    private static String full(List<Integer> groups) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[2 * i] = (byte) (groups.get(i) >> 8);
            bytes[2 * i + 1] = (byte) (int) groups.get(i);
        }
        try {
            return Inet6Address.getByAddress(null, bytes, -1).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String compressed(String full, boolean upperCase) {
        String compressed = full.replaceFirst("(^|:)(0(:|$)){2,}", "::");
        return upperCase ? compressed.toUpperCase() : compressed;
    }

    @Provide
    Arbitrary<String> surroundings() {
        return Arbitraries.strings().withChars("ab1:.[]% gz_-/\\n=\"").ofMaxLength(12);
    }
}
