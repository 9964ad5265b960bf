package dev.snowbird.net;

import dev.snowbird.start.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is open.
 *
 * @param name what it is for: http, management, sqs, amqp or seabird
 * @param host the address it is bound to
 * @param port the port in use
 */
public record Listener(String name, String host, int port) {

    /** Where everything listens that is for this machine alone. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /**
     * Checks that a port can be listened on. Libraries log a stack trace for a taken port, or go on without; an operator
     * is better served by a line.
     *
     * @param setting says which port this is
     * @param host    the address to bind to
     * @param port    the port; 0 for any
     * @throws StartException when it is taken, or the address is not this machine's
     */
    public static void requireFree(String setting, String host, int port) throws StartException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            LOG.debug("{} can be {}", setting, probe.getLocalPort());
        } catch (IOException e) {
            throw StartException.ofListener(setting, host, port, e);
        }
    }

    /**
     * Tells whether nobody but this machine reaches an address.
     *
     * @param host a name or an address; one that does not exist is not reached from here either, and is not loopback
     */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
