package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.LogLines;
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
    private final Transport transport = new Transport(sent);
    private final PeersBacklog backlog = new PeersBacklog(1_000_000);

    /** Takes what it is given, when it is ready. */
    private static final class Transport extends ServerCall<byte[], byte[]> {

        private final List<String> sent;
        private boolean ready = true;
        /** With so many bytes that the peer has not taken it is not ready. */
        private int window = Integer.MAX_VALUE;
        private int untaken;
        private boolean broken;

        Transport(List<String> sent) {
            this.sent = sent;
        }

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
            untaken += message.length;
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
            return ready && untaken < window;
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
        return new GrpcStream(transport, "bot", new StreamBounds(messages, bytes), backlog);
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
    void tellsTheEndWhenThePeerHasTakenWhatCameBefore() {
        GrpcStream stream = stream(10, 100);
        stream.accept();
        transport.window = 1;
        stream.send(new byte[5]);

        stream.end(Status.INTERNAL);
        assertTrue(stream.isEnded());
        assertEquals(List.of("headers", "message 5"), sent);

        transport.untaken = 0;
        stream.flush();
        assertEquals(List.of("headers", "message 5", "INTERNAL"), sent);
    }

    /** A peer that takes one message, however long, and then no more. */
    private static final class Peer {

        private final List<String> seen = new ArrayList<>();
        private final Transport transport = new Transport(seen);
        private final GrpcStream stream;

        Peer(PeersBacklog backlog) {
            transport.window = 1;
            stream = new GrpcStream(transport, "bot", new StreamBounds(10, 1_000), backlog);
            stream.accept();
        }
    }

    @Test
    void whoLagsGivesWayWhenAllTogetherHoldTooMuch() {
        PeersBacklog small = new PeersBacklog(100);
        Peer slow = new Peer(small);
        Peer quick = new Peer(small);
        Peer another = new Peer(small);
        slow.stream.send(new byte[40]);
        slow.stream.send(new byte[40]);
        assertFalse(slow.stream.isEnded());

        quick.stream.send(new byte[30]);
        assertTrue(slow.stream.isEnded());
        assertEquals(List.of("headers", "message 40"), slow.seen);

        // The empty message stands for one that can't be written, which cancels the call.
        another.stream.send(new byte[40]);
        assertEquals(List.of("headers", "message 40", "message 0"), slow.seen);
        assertFalse(quick.stream.isEnded() || another.stream.isEnded());
    }

    @Test
    void whoTakesWhatItGetsStaysHoweverMuchGoesToAllAtOnce() {
        PeersBacklog small = new PeersBacklog(100);
        List<Peer> peers = List.of(new Peer(small), new Peer(small), new Peer(small));

        peers.forEach(peer -> peer.stream.send(new byte[90]));

        assertTrue(peers.stream().noneMatch(peer -> peer.stream.isEnded()));
    }

    @Test
    void whatIsOfUseForATimeOnlyIsDroppedInsteadOfItsStream() {
        Peer backend = new Peer(new PeersBacklog(100));
        backend.transport.ready = false;
        backend.stream.send(new byte[60], Duration.ofHours(1));
        backend.stream.send(new byte[60], Duration.ofHours(1));

        backend.transport.ready = true;
        backend.stream.send(new byte[7], Duration.ofHours(1));

        assertEquals(List.of("headers", "message 7"), backend.seen);
        assertFalse(backend.stream.isEnded());
    }

    @Test
    void aPeerThatIsGoneHoldsNothing() {
        PeersBacklog small = new PeersBacklog(100);
        Peer gone = new Peer(small);
        Peer slow = new Peer(small);
        gone.stream.send(new byte[90]);
        gone.stream.end(Status.OK);
        gone.stream.cancelled();

        slow.stream.send(new byte[40]);
        slow.stream.send(new byte[40]);

        assertFalse(slow.stream.isEnded());
        assertEquals(List.of("headers", "message 90"), gone.seen);
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
