package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Drainable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawBytesTest {

    private static final byte[] MESSAGE = new byte[20_000];

    @Test
    void aMessageIsHandedToTheTransportAsItIs() throws IOException {
        InputStream stream = RawBytes.MARSHALLER.stream(MESSAGE);
        List<byte[]> written = new ArrayList<>();

        int count = ((Drainable) stream).drainTo(new OutputStream() {

            @Override
            public void write(int one) {
                throw new IllegalStateException("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                assertEquals(MESSAGE.length, length);
                written.add(bytes);
            }
        });

        assertEquals(MESSAGE.length, count);
        assertEquals(List.of(MESSAGE), written, "copied");
        assertEquals(0, stream.available());
    }

    @Test
    void isReadAsItWasWritten() {
        assertArrayEquals(MESSAGE, RawBytes.MARSHALLER.parse(RawBytes.MARSHALLER.stream(MESSAGE)));
        assertArrayEquals(MESSAGE, RawBytes.MARSHALLER.parse(new ByteArrayInputStream(MESSAGE)));
        assertArrayEquals(new byte[0], RawBytes.MARSHALLER.parse(InputStream.nullInputStream()));
    }
}
