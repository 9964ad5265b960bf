package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.queue.LogLines;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrpcStreamTest {

    private final List<String> sent = new ArrayList<>();
    private final Transport transport = new Transport();

    /** Takes what it is given, when it is ready. */
    private final class Transport extends ServerCall<byte[], byte[]> {

        private boolean ready = true;
        private boolean broken;

        @Override
        public void request(int messages) {
            sent.add("request");
        }

        @Override
        public void sendHeaders(Metadata headers) {
            sent.add("headers");
        }

        @Override
        public void sendMessage(byte[] message) {
            sent.add("message " + message.length);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (broken) {
                throw new IllegalStateException("call already closed");
            }
            sent.add(status.getCode().name());
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
            return Rpc.named("StreamEvents").method();
        }
    }

    private GrpcStream stream(int messages, long bytes) {
        return new GrpcStream(transport, "bot", new StreamBounds(messages, bytes));
    }

    @Test
    void acceptsOnceAndNotAfterTheEnd() {
        GrpcStream stream = stream(10, 100);
        stream.accept();
        stream.accept();
        stream.end(Status.OK);
        stream.accept();
        assertEquals(List.of("headers", "OK"), sent);
    }

    @Test
    void freesWhatBelongsToItThoughItsCallCannotBeClosed() {
        transport.broken = true;
        GrpcStream stream = stream(10, 100);
        stream.onEnd(() -> sent.add("freed"));

        stream.end(Status.UNAVAILABLE);

        assertEquals(List.of("freed"), sent);
    }

    @Test
    void refusesWhatIsBeyondTheBoundsAndQueuesNothingOfIt() {
        transport.ready = false;
        GrpcStream stream = stream(3, 10);
        stream.accept();
        assertTrue(stream.send(new byte[4]));
        assertTrue(stream.send(new byte[4]));
        assertFalse(stream.send(new byte[3]));
        assertTrue(stream.send(new byte[2]));
        assertFalse(stream.send(new byte[0]));

        transport.ready = true;
        stream.flush();

        assertEquals(List.of("headers", "message 4", "message 4", "message 2"), sent);
    }

    @Test
    void takesALoneMessageHoweverLong() {
        transport.ready = false;
        GrpcStream stream = stream(1, 1);
        stream.accept();
        assertTrue(stream.send(new byte[1_000]));
        assertFalse(stream.send(new byte[0]));
    }

    @Test
    void dropsWhatThePeerDidNotTakeInTimeAndHasRoomAgain() {
        transport.ready = false;
        GrpcStream stream = stream(1, 1_000);
        stream.accept();
        assertTrue(stream.send(new byte[1], Duration.ofNanos(-1)));
        assertTrue(stream.send(new byte[2], Duration.ofHours(1)));
        assertFalse(stream.send(new byte[3], Duration.ofHours(1)));

        transport.ready = true;
        stream.flush();

        assertEquals(List.of("headers", "message 2"), sent);
    }

    @Test
    void letsTheFirstEndWinAndDropsWhatWaits() {
        transport.ready = false;
        GrpcStream stream = stream(10, 100);
        stream.accept();
        stream.send(new byte[1]);

        stream.end(Status.INTERNAL);
        stream.end(Status.OK);
        stream.cancelled();
        transport.ready = true;
        stream.flush();

        assertFalse(stream.send(new byte[1]));
        assertTrue(stream.isEnded());
        assertEquals(List.of("headers", "INTERNAL"), sent);
    }

    @Test
    void doesWhatFollowsTheEndOnceWhateverFails() {
        List<String> done = new ArrayList<>();
        GrpcStream stream = stream(10, 100);
        stream.onEnd(() -> done.add("a"));
        stream.onEnd(() -> {
            throw new IllegalStateException("broken");
        });
        // What is done may use the stream.
        stream.onEnd(() -> {
            stream.end(Status.OK);
            stream.onEnd(() -> done.add("b"));
        });
        try (LogLines log = new LogLines(GrpcStream.class)) {
            stream.cancelled();
            stream.cancelled();
            assertEquals(List.of("What follows the end of a stream failed: broken"), log.all());
        }
        assertEquals(List.of("a", "b"), done);
        assertEquals(List.of(), sent);
    }

    @Test
    void remembersOneOfEachClass() {
        GrpcStream stream = stream(10, 100);
        assertEquals(Optional.empty(), stream.attachment(String.class));
        stream.attach("a");
        stream.attach(1);
        stream.attach("b");
        assertEquals(Optional.of("b"), stream.attachment(String.class));
        assertEquals(Optional.of(1), stream.attachment(Integer.class));
    }
}
