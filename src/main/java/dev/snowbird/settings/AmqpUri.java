package dev.snowbird.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where the AMQP broker is: the value of {@code amqp.uri}.
 *
 * @param uri its address; none for the one inside this process
 */
public record AmqpUri(Optional<URI> uri) {

    /**
     * Takes {@code embedded} or an amqp(s) URI, with or without user, password, port and virtual host.
     *
     * @throws IllegalArgumentException for any other text; it does not repeat the text, which may hold a password
     */
    static AmqpUri parse(String text) {
        return text.equals("embedded") ? new AmqpUri(Optional.empty()) : new AmqpUri(Optional.of(broker(text)));
    }

    private static URI broker(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Not the cause: its message repeats the text.
            throw new IllegalArgumentException("not a URI");
        }
        boolean amqp = "amqp".equalsIgnoreCase(uri.getScheme()) || "amqps".equalsIgnoreCase(uri.getScheme());
        // A virtual host is one segment; what holds a slash writes it %2F.
        boolean oneSegment = uri.getRawPath() == null || uri.getRawPath().lastIndexOf('/') <= 0;
        if (!amqp || uri.getHost() == null || !oneSegment
                || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not the URI of an AMQP broker");
        }
        return uri;
    }
}
