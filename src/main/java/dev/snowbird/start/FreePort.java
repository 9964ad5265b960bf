package dev.snowbird.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Whether a port can be listened on. */
public final class FreePort {

    private FreePort() {
    }

    /**
     * Listens for a moment. Libraries log a stack trace for a taken port, or go on without; an operator is better
     * served by a line.
     *
     * @param setting says which port this is
     * @param host    the address to bind to
     * @param port    the port; 0 for any
     * @throws StartException when it is taken, or the address is not this machine's
     */
    public static void require(String setting, String host, int port) throws StartException {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(host)).close();
        } catch (IOException e) {
            throw StartException.ofListener(setting, host, port, e);
        }
    }
}
