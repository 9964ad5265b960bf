package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.AmqpCore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket that holds up nobody who writes to it, whatever its peer does. */
class OutboxSocketTest {

    /** More than the buffers of both ends take. */
    private static final int MUCH = 32 * 1024 * 1024;
    private static final int PIECE = 100_000;
    private static final long PATIENT = 600_000;
    /** So long that the test has written much before. */
    private static final long SOON = 2_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket entrance;
    private Socket peer;

    @BeforeEach
    void listen() throws IOException {
        entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        entrance.close();
        peer.close();
    }

    private OutboxSocket connect(long patienceMillis) throws IOException {
        OutboxSocket socket = OutboxSocket.connect(
                new InetSocketAddress(entrance.getInetAddress(), entrance.getLocalPort()), 60_000,
                channel -> new Outbox(channel, threads, threads, patienceMillis));
        peer = entrance.accept();
        return socket;
    }

    private static byte[] writeMuch(OutboxSocket socket) throws IOException {
        byte[] all = new byte[MUCH];
        new Random(1).nextBytes(all);
        OutputStream out = socket.getOutputStream();
        for (int at = 0; at < MUCH; at += PIECE) {
            byte[] piece = new byte[Math.min(PIECE, MUCH - at)];
            System.arraycopy(all, at, piece, 0, piece.length);
            out.write(piece);
            // As a buffer is used again.
            piece[0]++;
        }
        return all;
    }

    @Test
    void aWriterWaitsForNobodyAndTheRestFollowsInItsOrder() throws Exception {
        try (OutboxSocket socket = connect(PATIENT)) {
            assertTrue(socket.outbox().room().toCompletableFuture().isDone());

            byte[] written = writeMuch(socket);

            CompletableFuture<Void> room = socket.outbox().room().toCompletableFuture();
            assertFalse(room.isDone());
            assertArrayEquals(written, peer.getInputStream().readNBytes(MUCH));
            AmqpCore.get(room);
            await().atMost(AmqpCore.PATIENCE).until(() -> socket.outbox().room().toCompletableFuture().isDone());
            socket.getOutputStream().write(7);
            assertEquals(7, peer.getInputStream().read());
        }
    }

    @Test
    void whoWaitsForRoomHearsOfAPeerThatTakesNothing() throws Exception {
        try (OutboxSocket socket = connect(SOON)) {
            writeMuch(socket);

            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> AmqpCore.get(socket.outbox().room()));

            assertTrue(failure.getCause() instanceof SocketTimeoutException, failure::toString);
            await().atMost(AmqpCore.PATIENCE).until(socket::isClosed);
            assertThrows(IOException.class, () -> socket.getOutputStream().write(7));
        }
    }

    @Test
    void whoWaitsForRoomHearsOfTheEnd() throws Exception {
        OutboxSocket socket = connect(PATIENT);
        writeMuch(socket);
        CompletableFuture<Void> room = socket.outbox().room().toCompletableFuture();

        socket.close();

        assertThrows(ExecutionException.class, () -> AmqpCore.get(room));
    }

    @Test
    void readingWaitsForThePeerAsLongAsIsWanted() throws Exception {
        try (OutboxSocket socket = connect(PATIENT)) {
            socket.setSoTimeout(20);
            assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());

            socket.setSoTimeout(0);
            CompletableFuture<Integer> read = reading(socket);
            peer.getOutputStream().write(7);
            assertEquals(7, AmqpCore.get(read));

            peer.close();
            assertEquals(-1, AmqpCore.get(reading(socket)));
        }
    }

    @Test
    void closingEndsAReadingThatWaits() throws Exception {
        OutboxSocket socket = connect(PATIENT);
        CompletableFuture<Integer> read = reading(socket);

        socket.close();

        assertThrows(ExecutionException.class, () -> AmqpCore.get(read));
    }

    private CompletableFuture<Integer> reading(Socket socket) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.getInputStream().read();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, threads);
    }
}
