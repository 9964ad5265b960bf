package dev.snowbird.embedded;

import dev.snowbird.net.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.qpid.server.model.AuthenticationProvider;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.PasswordCredentialManagingAuthenticationProvider;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.port.AmqpPort;

/**
 * An AMQP 0.9.1 broker inside this process (Qpid Broker-J), on loopback and in memory: the default that needs no
 * installation. It writes no file, and lets in only who knows the password that it makes up at each start.
 */
public final class EmbeddedAmqp implements AutoCloseable {

    /** The only address it listens on. */
    public static final String HOST = Listener.LOOPBACK;

    private static final String USERNAME = "snowbird";
    private static final String USERS = "users";

    private final QpidProcess qpid;
    private final int port;
    private final String password;

    private EmbeddedAmqp(QpidProcess qpid, int port, String password) {
        this.qpid = qpid;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the broker.
     *
     * @param port the TCP port on loopback, 0 for any free one
     * @return the running broker
     * @throws Exception when the port is taken (a {@link java.net.BindException} is among the causes)
     */
    public static EmbeddedAmqp start(int port) throws Exception {
        return start(port, newPassword());
    }

    static EmbeddedAmqp start(int port, String password) throws Exception {
        requireFree(port);
        QpidProcess qpid = QpidProcess.start();
        try {
            addUser(qpid.broker(), password);
            return new EmbeddedAmqp(qpid, listen(qpid.broker(), port), password);
        } catch (Exception e) {
            qpid.close();
            // Qpid does not say why a port can't be had; somebody may have taken it since it was looked at.
            requireFree(port);
            throw e;
        }
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(HOST, port));
        }
    }

    private static String newPassword() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void addUser(Broker<?> broker, String password) {
        // Qpid offers PLAIN only over TLS unless told otherwise; what goes over loopback needs none.
        AuthenticationProvider<?> users = broker.createChild(AuthenticationProvider.class, Map.of(
                ConfiguredObject.NAME, USERS, ConfiguredObject.TYPE, "Plain", "secureOnlyMechanisms", List.of()));
        ((PasswordCredentialManagingAuthenticationProvider<?>) users).createUser(USERNAME, password, Map.of());
    }

    private static int listen(Broker<?> broker, int port) {
        AmqpPort<?> listener = (AmqpPort<?>) broker.createChild(Port.class, Map.of(
                ConfiguredObject.NAME, "amqp", ConfiguredObject.TYPE, "AMQP", Port.BINDING_ADDRESS, HOST,
                Port.PORT, port, Port.AUTHENTICATION_PROVIDER, USERS));
        return listener.getBoundPort();
    }

    /** Returns the address it listens on. */
    public String host() {
        return HOST;
    }

    /** Returns the TCP port it listens on. */
    public int port() {
        return port;
    }

    /** Returns the only user there is. */
    public String username() {
        return USERNAME;
    }

    /** Returns that user's password: 64 hex digits, other ones at each start, never to be logged. */
    public String password() {
        return password;
    }

    /** Returns the only virtual host there is. */
    public String virtualHost() {
        return "/";
    }

    Broker<?> qpid() {
        return qpid.broker();
    }

    /**
     * Ends the broker and every connection to it; all queues are gone.
     *
     * @throws IllegalStateException when it does not end within 10 seconds
     */
    @Override
    public void close() {
        qpid.close();
    }
}
