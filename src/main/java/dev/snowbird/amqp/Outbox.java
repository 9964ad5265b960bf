package dev.snowbird.amqp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The writing side of a connection, which never holds up who writes. What the socket takes goes out at once, on the
 * thread that writes it; the rest is kept in its order, and a thread of its own brings it out. Who could add to it
 * without end asks {@link #room} before it goes on.
 */
final class Outbox extends OutputStream {

    /** As much may be kept before those that write have to wait for room. */
    static final int ROOM = 1024 * 1024;

    private final SocketChannel channel;
    private final Executor writing;
    private final Executor notices;
    private final long patienceMillis;
    /** What the socket has not taken yet. This and all below are guarded by this object. */
    private final Queue<ByteBuffer> kept = new ArrayDeque<>();
    private long keptBytes;
    /** Completed while there is room. */
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private IOException failure;

    /**
     * @param channel        is connected and does not block
     * @param writing        brings out what was kept; waits for the peer, one thread for each connection that does so
     * @param notices        runs what has waited for room
     * @param patienceMillis how long the peer may take nothing at all while somebody waits for room; after that the
     *                       connection counts as lost
     */
    Outbox(SocketChannel channel, Executor writing, Executor notices, long patienceMillis) {
        this.channel = channel;
        this.writing = writing;
        this.notices = notices;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        boolean first = kept.isEmpty();
        if (first) {
            channel.write(rest);
        }
        if (rest.hasRemaining()) {
            keep(rest);
            if (first) {
                AmqpThreads.run(writing, this::bringOut);
            }
        }
    }

    private void keep(ByteBuffer rest) {
        keptBytes += rest.remaining();
        // The writer goes on to use its array.
        kept.add(ByteBuffer.allocate(rest.remaining()).put(rest).flip());
        if (keptBytes > ROOM && room.isDone()) {
            room = new CompletableFuture<>();
        }
    }

    /**
     * Returns when more may be written: as a rule at once.
     *
     * @return fails with an {@link IOException} when the connection is lost meanwhile
     */
    synchronized CompletionStage<Void> room() {
        return room;
    }

    private void bringOut() {
        try (Selector writable = Selector.open()) {
            channel.register(writable, SelectionKey.OP_WRITE);
            long progress = System.nanoTime();
            while (true) {
                writable.select(patienceMillis);
                writable.selectedKeys().clear();
                long before = bytes();
                if (bringOutWhatFits()) {
                    return;
                }
                if (bytes() < before) {
                    progress = System.nanoTime();
                } else if (!hasRoom()
                        && System.nanoTime() - progress >= TimeUnit.MILLISECONDS.toNanos(patienceMillis)) {
                    throw new SocketTimeoutException("the peer takes nothing");
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e instanceof IOException lost ? lost : new IOException(e));
            closeChannel();
        }
    }

    private synchronized long bytes() {
        return keptBytes;
    }

    private synchronized boolean hasRoom() {
        return room.isDone();
    }

    /** Returns whether that was all. */
    private synchronized boolean bringOutWhatFits() throws IOException {
        if (failure != null) {
            throw failure;
        }
        ByteBuffer next = kept.peek();
        while (next != null) {
            keptBytes -= channel.write(next);
            if (next.hasRemaining()) {
                break;
            }
            kept.remove();
            next = kept.peek();
        }
        if (keptBytes <= ROOM && !room.isDone()) {
            CompletableFuture<Void> waiting = room;
            room = CompletableFuture.completedFuture(null);
            AmqpThreads.run(notices, () -> waiting.complete(null));
        }
        return next == null;
    }

    private synchronized void fail(IOException cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        kept.clear();
        keptBytes = 0;
        CompletableFuture<Void> waiting = room;
        if (!waiting.isDone()) {
            AmqpThreads.run(notices, () -> waiting.completeExceptionally(cause));
        }
    }

    /** Whoever reads finds the end of the connection then, and tells of it. */
    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException closed) {
            // It is of no use any more.
        }
    }

    /** Drops what is kept; the connection is over. */
    @Override
    public void close() {
        fail(new ClosedChannelException());
    }
}
