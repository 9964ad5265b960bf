package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request ends, and which have no end that all agree on. Lines are written with | for their end. */
class RequestFramingTest {

    private static final int LONGEST = 200;

    @ParameterizedTest
    @ValueSource(strings = {
        "GET /x HTTP/1.1||", "||GET /x HTTP/1.1|Host: x||", "GET /x HTTP/1.0||", "POST /x HTTP/1.1|Content-Length: 0||",
        "POST /x HTTP/1.1|Content-Length: 5||a\0\n\nb", "POST /x HTTP/1.1|content-length:\t 05 ||abcde",
        "POST /x HTTP/1.0|Content-Length: 1||a", "POST /x HTTP/1.1|Transfer-Encoding: Chunked||0||",
        "POST /x HTTP/1.1|transfer-encoding:chunked||5|abcde|0000A;name=value|GET / HTTP|0|X: y||",
        "GET /x HTTP/1.1|Empty:|X-Content-Length: 7|Transfer-Encodings: gzip||"})
    void findsTheEnd(String request) {
        for (String next : List.of("", "G")) {
            assertEquals(List.of(0), ends(request + next), request);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 5|Transfer-Encoding: chunked", "Transfer-Encoding: chunked|Content-Length: 5",
        "Content-Length: 0|Transfer-Encoding: identity", "Content-Length: 5|Content-Length: 5",
        "Content-Length: 5|content-length: 6", "Content-Length: 5, 5", "Content-Length: 5,6", "Content-Length: 5 5",
        "Content-Length: +5", "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5;", "Content-Length: \"5\"",
        "Content-Length:", "Content-Length: 9999999999999999999", "Content-Length : 5", " Content-Length: 5",
        "X: y| Content-Length: 5", "X: y|\tTransfer-Encoding: chunked", "Content-Length:| 5",
        "Transfer-Encoding:| chunked", "Transfer-Encoding: chunked| , gzip", "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked", "Transfer-Encoding", ": chunked", "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked;q=1", "Transfer-Encoding:", "Transfer-Encoding: ,chunked",
        "Transfer-Encoding: chun ked", "Transfer-Encoding: \u000bchunked", "Transfer-Encoding: chunked\0",
        "Transfer-Encoding: chunked\n", "X: y\nTransfer-Encoding: chunked", "X: y\rContent-Length: 5", "X\0: y",
        "Transfer-Encoding: \u00e2chunked\u00a0;"})
    void refusesAHeadThatSomebodyMayReadInAnotherWay(String fields) {
        assertEquals(List.of(400), ends("POST /x HTTP/1.1|Host: x|" + fields + "||0||"), fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5;a=\"b\"", "5;a=\"|0||GET / HTTP/1.1||", "5;\\", "5 ", " 5", "5;a= b", "0x5", "+5", "-1",
        "", ";a", "5,5", "g", "123456789", "5\n", "5;a\n", "5;\u00e4"})
    void refusesAnOddLineBeforeAChunk(String line) {
        assertEquals(List.of(400), ends("POST /x HTTP/1.1|Transfer-Encoding: chunked||" + line + "|abcde|0||"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5|abcdef|0||", "5|abcde0||", "5|abcde\n0||", "0|Content-Length: 5||",
        "0|Transfer-Encoding: chunked||", "0| X: y||", "0|X||", "0|X: y\n|"})
    void refusesAnOddEndOfAChunkOrOfAll(String body) {
        assertEquals(List.of(400), ends("POST /x HTTP/1.1|Transfer-Encoding: chunked||" + body), body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "POST /x HTTP/1.1|Transfer-Encoding: gzip|| ! 501", "POST /x HTTP/1.1|Transfer-Encoding: gzip, chunked|| ! 501",
        "POST /x HTTP/1.1|Transfer-Encoding: identity|| ! 501", "POST /x HTTP/1.1|Transfer-Encoding: xchunked|| ! 501",
        "POST /x HTTP/1.1|Transfer-Encoding: a|Transfer-Encoding: chunked|| ! 501",
        "POST /x HTTP/1.0|Transfer-Encoding: chunked|| ! 400", "POST /x HTTP/2.0|Transfer-Encoding: chunked|| ! 400"})
    void saysThatACodingIsUnknown(String request, int status) {
        assertEquals(List.of(status), ends(request), request);
    }

    @ParameterizedTest
    @CsvSource({"190, 150, 0", "200, 150, 414", "190, 200, 431"})
    void boundsTheRequestLineAndTheHeaders(int path, int header, int status) {
        assertEquals(List.of(status), ends(("GET " + "x".repeat(path - 13) + " HTTP/1.1|X: " + "y".repeat(header) + "||")
                .replace("GET x", "GET /x")).stream().limit(1).toList());
    }

    @ParameterizedTest
    @CsvSource({"0|X: %s||", "5;%s|abcde|0||"})
    void boundsTrailersAndTheLinesBeforeChunks(String body) {
        assertEquals(List.of(431), ends("POST /x HTTP/1.1|Transfer-Encoding: chunked||"
                + body.formatted("x".repeat(LONGEST))));
    }

    /** The server reads with Netty: it must not see an end where there is none, nor miss one. */
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void nettyFindsTheSameEnds(@ForAll("hostileRequests") String requests) {
        byte[] bytes = bytes(requests);
        EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder(LONGEST, LONGEST, LONGEST));
        RequestFraming framing = new RequestFraming(LONGEST);
        int ends = 0;
        for (byte next : bytes) {
            RequestFraming.Step step = framing.read(next);
            if (step == RequestFraming.Step.IS_MALFORMED) {
                break;
            }
            netty.writeInbound(Unpooled.wrappedBuffer(new byte[] {next}));
            ends += step == RequestFraming.Step.ENDS ? 1 : 0;
            if (sees(netty, ends, requests)) {
                break;
            }
        }
        netty.close();
        netty.releaseInbound();
    }

    /** Returns whether Netty has refused a request, which is as good. */
    private static boolean sees(EmbeddedChannel netty, int ends, String requests) {
        List<Object> seen = new ArrayList<>(netty.inboundMessages());
        long last = seen.stream().filter(LastHttpContent.class::isInstance).count();
        boolean failed = seen.stream().anyMatch(part -> ((HttpObject) part).decoderResult().isFailure());
        assertTrue(failed || last == ends, () -> requests + "\nNetty: " + last + ", here: " + ends);
        return failed;
    }

    @Provide
    static Arbitrary<String> hostileRequests() {
        Arbitrary<String> odd = Arbitraries.of("", "", "", "", " ", "\t", "\r", "\n", "\"", ",", ";", "\0", "|", "| ", "0", "é");
        Arbitrary<String> line = Combinators.combine(odd, Arbitraries.of("GET", "POST"), odd, Arbitraries.of("1.1", "1.0"))
                .as((before, method, between, version) -> before + method + " /" + between + " HTTP/" + version + "|");
        Arbitrary<String> field = Combinators.combine(odd, Arbitraries.of("Content-Length", "Transfer-Encoding", "X"), odd,
                odd, Arbitraries.of("0", "3", "12", "chunked", "gzip", "identity"), odd)
                .as((a, name, b, c, value, d) -> a + name + b + ":" + c + value + d + "|");
        Arbitrary<String> body = Combinators.combine(Arbitraries.of("", "abc", "3", "c", "0"), odd,
                Arbitraries.of("", "|", "|abc|", "|GET / HTTP/1.1||", "||"), Arbitraries.of("", "0||", "0|X: y||"))
                .as((size, ext, data, end) -> size + ext + data + end);
        return Combinators.combine(line, field.list().ofMaxSize(3), body)
                .as((head, fields, rest) -> head + String.join("", fields) + "|" + rest).list().ofMinSize(1).ofMaxSize(4)
                .map(all -> String.join("", all));
    }

    /** Returns 0 for each end of a request, and at last the status of what is malformed. */
    private static List<Integer> ends(String requests) {
        RequestFraming framing = new RequestFraming(LONGEST);
        List<Integer> ends = new ArrayList<>();
        byte[] all = bytes(requests);
        for (int i = framing.skip(all.length - 1); i < all.length; i += 1 + framing.skip(all.length - i - 2)) {
            RequestFraming.Step step = framing.read(all[i]);
            if (step == RequestFraming.Step.ENDS) {
                ends.add(0);
            } else if (step == RequestFraming.Step.IS_MALFORMED) {
                ends.add(framing.status());
                return ends;
            }
        }
        return ends;
    }

    private static byte[] bytes(String requests) {
        return requests.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
