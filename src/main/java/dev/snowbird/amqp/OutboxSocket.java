package dev.snowbird.amqp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A connected socket as libraries want one: reading from it waits, as from any other, while what is written goes to an
 * {@link Outbox} and waits for nothing. Java's own sockets do both or neither.
 */
final class OutboxSocket extends Socket {

    private final SocketChannel channel;
    private final Socket plain;
    private final Outbox outbox;
    private final Selector readable = Selector.open();
    private final InputStream input = new Input();
    private volatile int timeoutMillis;

    /** Says what takes the bytes that are written. */
    @FunctionalInterface
    interface Outboxes {

        Outbox of(SocketChannel channel);
    }

    private OutboxSocket(SocketChannel channel, Outboxes outboxes) throws IOException {
        this.channel = channel;
        this.plain = channel.socket();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(readable, SelectionKey.OP_READ);
        this.outbox = outboxes.of(channel);
    }

    /**
     * Connects; this waits for the peer.
     *
     * @param address       where to
     * @param timeoutMillis how long that may take
     * @param outboxes      makes the outbox of the connection
     */
    static OutboxSocket connect(SocketAddress address, int timeoutMillis, Outboxes outboxes) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, timeoutMillis);
            return new OutboxSocket(channel, outboxes);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What is written and has not gone out yet. */
    Outbox outbox() {
        return outbox;
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return outbox;
    }

    /** Ends a reading that waits, too. */
    @Override
    public void close() throws IOException {
        outbox.close();
        channel.close();
        readable.close();
    }

    private final class Input extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
            try {
                int count = channel.read(into);
                return count == 0 ? readWhenReadable(into) : count;
            } catch (ClosedChannelException | ClosedSelectorException e) {
                throw new EOFException("the socket was closed here");
            }
        }

        private int readWhenReadable(ByteBuffer into) throws IOException {
            long limit = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            long begin = System.nanoTime();
            int count = 0;
            while (count == 0) {
                // The first of these without a limit waits for as long as it takes.
                long left = limit == 0 ? 0 : limit - (System.nanoTime() - begin);
                if (left < 0) {
                    throw new SocketTimeoutException();
                }
                readable.select(limit == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                readable.selectedKeys().clear();
                count = channel.read(into);
            }
            return count;
        }
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        plain.setSoLinger(on, seconds);
    }

    @Override
    public boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public boolean isBound() {
        return plain.isBound();
    }

    @Override
    public boolean isClosed() {
        return plain.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return plain.getLocalAddress();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public int getLocalPort() {
        return plain.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return plain.getRemoteSocketAddress();
    }
}
