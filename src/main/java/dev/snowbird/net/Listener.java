package dev.snowbird.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

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
