package dev.snowbird.seabird.api;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Messages as the bytes they are, so that one event is encoded once for all its receivers, and a request that can't be
 * decoded is answered by us.
 */
final class RawBytes implements Marshaller<byte[]> {

    static final RawBytes MARSHALLER = new RawBytes();
    /** A message that can't be written, which is how a call is cancelled from here: gRPC resets its stream. */
    static final byte[] UNWRITABLE = {};

    private RawBytes() {
    }

    @Override
    public InputStream stream(byte[] message) {
        if (message == UNWRITABLE) {
            throw GrpcStream.TOO_FAR_BEHIND.asRuntimeException();
        }
        return new Encoded(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes();
        } catch (IOException e) {
            // Not seen: the bytes are in memory, as messages are taken uncompressed only.
            throw new UncheckedIOException(e);
        }
    }

    /** Is written in one go. Any other stream is copied through a buffer of 8 KB, which each message pays for anew. */
    private static final class Encoded extends ByteArrayInputStream implements Drainable, KnownLength {

        Encoded(byte[] message) {
            super(message);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            return Math.toIntExact(transferTo(target));
        }
    }
}
