package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests of a connection the server sees, and when. */
class RequestGateTest {

    private static final String NEXT = "POST /next HTTP/1.1\r\nContent-Length: 1\r\n\r\nx";

    private final EmbeddedChannel connection = new EmbeddedChannel();

    @BeforeEach
    void open() {
        connection.pipeline().addLast("httpDecoder", new HttpRequestDecoder());
        connection.pipeline().addLast("httpEncoder", new HttpResponseEncoder());
        RequestGate.guard(connection.pipeline(), 1000);
    }

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void letsTheNextRequestWaitUntilTheAnswerIsSent() {
        send(NEXT.replace("next", "first") + NEXT.repeat(2));
        assertEquals("/first", seen());
        assertNull(seen());
        assertFalse(connection.config().isAutoRead());

        connection.write(answer());
        assertNull(seen());
        connection.flush();
        connection.runPendingTasks();

        assertEquals("/next", seen());
        assertNull(seen());
        assertFalse(connection.config().isAutoRead());

        send(answer());

        assertEquals("/next", seen());
        assertTrue(connection.config().isAutoRead());
    }

    @Test
    void readsOnWhileThereIsNothingThatWaits() {
        send("GET /first HTTP/1.1\r\n\r\n");
        assertEquals("/first", seen());

        assertTrue(connection.config().isAutoRead());
    }

    @Test
    void letsARequestEndThatIsAnsweredAlready() {
        send("POST /first HTTP/1.1\r\nContent-Length: 2\r\n\r\nx");
        send(answer());
        assertEquals("/first", seen());

        send("x" + NEXT);

        assertEquals("/next", seen());
    }

    @Test
    void takesNoInterimAnswerForTheAnswer() {
        send("GET /first HTTP/1.1\r\n\r\n" + NEXT);
        assertEquals("/first", seen());

        send(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));

        assertNull(seen());
    }

    @Test
    void letsNothingThroughAfterARequestThatIsMalformed() {
        send("GET /first HTTP/1.1\r\nX: y\r\n z\r\n\r\n" + NEXT);

        assertNull(seen());
        assertEquals("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", sent());
        assertFalse(connection.isOpen());
    }

    @Test
    void addsNothingToAnAnswerThatHasBegun() {
        send("POST /first HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        assertEquals("HTTP/1.1 200 OK\r\n\r\n", sent());

        send("x\r\n" + NEXT);

        assertEquals("", sent());
        assertFalse(connection.isOpen());
    }

    private static DefaultFullHttpResponse answer() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    private void send(String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private void send(DefaultFullHttpResponse answer) {
        connection.writeOutbound(answer);
        connection.runPendingTasks();
    }

    /** Returns the path of the next request that the server sees; null when there is none. */
    private String seen() {
        for (Object part = connection.readInbound(); part != null; part = connection.readInbound()) {
            if (part instanceof HttpRequest request) {
                return request.uri();
            }
            ReferenceCountUtil.release(part);
        }
        return null;
    }

    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = connection.readOutbound(); part != null; part = connection.readOutbound()) {
            sent.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return sent.toString();
    }
}
