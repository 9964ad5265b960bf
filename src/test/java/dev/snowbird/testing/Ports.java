package dev.snowbird.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for what can't choose one by itself, is stopped and started again where it was, or must not be there at all.
 * Any that the system gives may be another's a moment later, or even the other end of whoever knocks there: it has them
 * from the same range for connections.
 */
public final class Ports {

    /** Below what Linux, macOS and Windows have for connections, and above what is well known. */
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    /**
     * One after the other, from anywhere: what is told a port may take seconds until it listens there, and meanwhile
     * neither this program nor one beside it is to choose the same.
     */
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

    private Ports() {
    }

    /** Returns one on loopback where nothing listens, nor will unless the test has something do so. */
    public static int choose() {
        while (true) {
            int port = NEXT.getAndUpdate(last -> last + 1 < END ? last + 1 : FIRST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
