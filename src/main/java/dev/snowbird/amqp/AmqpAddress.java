package dev.snowbird.amqp;

import dev.snowbird.net.Listener;
import dev.snowbird.settings.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the broker is, and as whom core comes to it.
 *
 * @param host        a name or an address
 * @param port        the TCP port
 * @param tls         whether the connection is encrypted, and the broker's certificate and name checked
 * @param username    the user
 * @param password    that user's password; never part of any text
 * @param virtualHost the virtual host
 */
public record AmqpAddress(String host, int port, boolean tls, String username, String password, String virtualHost) {

    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    /** Who RabbitMQ's clients are when nothing else is said. */
    private static final String GUEST = "guest";

    /**
     * Takes a broker from the settings; {@code amqp.username}, {@code amqp.password} and {@code amqp.virtual-host}
     * count instead of what {@code amqp.uri} says.
     *
     * @throws IllegalArgumentException when the settings ask for the embedded broker
     */
    public static AmqpAddress of(Settings settings) {
        URI uri = settings.amqpUri().uri()
                .orElseThrow(() -> new IllegalArgumentException("the embedded broker has no URI"));
        boolean tls = "amqps".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() < 0 ? tls ? TLS_PORT : PORT : uri.getPort();
        String[] user = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        return new AmqpAddress(uri.getHost().replaceAll("[\\[\\]]", ""), port, tls,
                settings.optional("amqp.username").orElse(user.length > 0 ? decoded(user[0]) : GUEST),
                settings.optional("amqp.password").orElse(user.length > 1 ? decoded(user[1]) : GUEST),
                settings.optional("amqp.virtual-host").orElse(virtualHost(uri)));
    }

    private static String virtualHost(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.length() < 2 ? "/" : decoded(path.substring(1));
    }

    /** A plus sign stands for itself in a URI, other than in a form. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Says whether nobody on the way there can read along. */
    public boolean isPrivate() {
        return tls || Listener.isLoopback(host);
    }

    /** Says as little as possible: whatever is printed may end in a log. */
    @Override
    public String toString() {
        return tls ? "a broker over TLS" : "a broker";
    }
}
