package dev.snowbird.seabird.api;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends what gRPC's own would not. */
final class RawHttp2 implements AutoCloseable {

    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GO_AWAY = 7;

    private static final int END_HEADERS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;

    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;

    /** What the server sent. */
    record Frame(int type, int flags, byte[] content) {
    }

    RawHttp2(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TestPort.PATIENCE_SECONDS * 1_000);
        input = new DataInputStream(socket.getInputStream());
        output = new DataOutputStream(socket.getOutputStream());
        output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    void send(int type, int flags, int stream, byte[] content) throws IOException {
        output.writeInt(content.length << 8 | type);
        output.writeByte(flags);
        output.writeInt(stream);
        output.write(content);
        output.flush();
    }

    Frame next() throws IOException {
        int lengthAndType = input.readInt();
        int flags = input.readUnsignedByte();
        input.readInt();
        return new Frame(lengthAndType & 0xFF, flags, input.readNBytes(lengthAndType >>> 8));
    }

    /** Calls a method without a message and returns the status, as CODE: message with the code as a number. */
    String call(String method, byte[] authorization) throws Exception {
        sendHeaders(END_STREAM_AND_HEADERS, method, authorization);
        Frame answer = next();
        while (answer.type() != HEADERS) {
            answer = next();
        }
        Http2Headers status = new DefaultHttp2HeadersDecoder()
                .decodeHeaders(1, Unpooled.wrappedBuffer(answer.content()));
        return status.get("grpc-status") + ": " + status.get("grpc-message");
    }

    /** Opens a stream and sends no message yet. */
    void open(String method, byte[] authorization) throws Exception {
        sendHeaders(END_HEADERS, method, authorization);
    }

    private void sendHeaders(int flags, String method, byte[] authorization) throws Exception {
        Http2Headers headers = new DefaultHttp2Headers(false).method("POST").scheme("http").authority("localhost")
                .path("/" + method).add("content-type", "application/grpc").add("te", "trailers")
                .add("authorization", new AsciiString(authorization));
        ByteBuf block = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, block);
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        send(HEADERS, flags, 1, bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
