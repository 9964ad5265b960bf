package dev.snowbird.testing;

import dev.snowbird.start.DaemonThreads;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a broker or a core, which can break without a word, or just stop to carry anything. */
public final class Wire implements Closeable {

    private final URI broker;
    private final ServerSocket entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean frozen;
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Leads to the host and port of a URI. */
    public Wire(URI broker) throws IOException {
        this.broker = broker;
        thread(this::accept);
    }

    /** Where the broker seems to be. */
    public String uri() {
        return "amqp://" + broker.getUserInfo() + "@127.0.0.1:" + port();
    }

    /** Where to connect instead, on loopback. */
    public int port() {
        return entrance.getLocalPort();
    }

    private static void thread(Runnable work) {
        DaemonThreads.named("test-wire").newThread(work).start();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(broker.getHost(), broker.getPort());
            sockets.addAll(List.of(client, server));
            PublishedFrames frames = new PublishedFrames();
            thread(() -> carry(client, server, (some, count) -> published.addAndGet(frames.take(some, count))));
            thread(() -> carry(server, client, (some, count) -> { }));
        } catch (IOException away) {
            client.close();
            throw away;
        }
    }

    private interface Witness {
        void sees(byte[] some, int count);
    }

    private void carry(Socket from, Socket to, Witness witness) {
        byte[] some = new byte[8192];
        try (from; to) {
            for (int count = from.getInputStream().read(some); count >= 0; count = from.getInputStream().read(some)) {
                witness.sees(some, count);
                open.await();
                if (!frozen) {
                    to.getOutputStream().write(some, 0, count);
                }
            }
        } catch (IOException cut) {
            // The other direction ends, too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many messages were published through it, by AMQP. */
    public int published() {
        return published.get();
    }

    /** Ends every connection at once, without AMQP's own good-bye. */
    public void cut() throws IOException {
        for (Socket socket : sockets) {
            sockets.remove(socket);
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (SocketException ended) {
                // Then it needs no end from here.
            }
        }
    }

    /** From now on swallows what is sent. */
    public void freeze() {
        frozen = true;
    }

    /** From now on keeps what is sent, and takes no more of it. */
    public void pause() {
        open = new CountDownLatch(1);
    }

    /** Carries on. */
    public void resume() {
        open.countDown();
    }

    @Override
    public void close() throws IOException {
        resume();
        entrance.close();
        cut();
    }
}
