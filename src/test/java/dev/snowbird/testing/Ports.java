package dev.snowbird.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for what can't choose one by itself, is stopped and started again where it was, or must not be there at all.
 * Any that the system gives may be another's a moment later, or even the other end of whoever knocks there: it has them
 * from the same range for connections.
 */
public final class Ports {

    /** Below what Linux, macOS and Windows have for connections, and above what is well known. */
    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private Ports() {
    }

    /** Returns one on loopback where nothing listens, nor will unless the test has something do so. */
    public static int choose() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
