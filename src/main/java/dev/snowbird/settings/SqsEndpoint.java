package dev.snowbird.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where the queues are: the value of {@code sqs.endpoint}.
 *
 * @param kind which SQS it is
 * @param uri  its address; present exactly when the kind is {@link Kind#URL}
 */
public record SqsEndpoint(Kind kind, Optional<URI> uri) {

    /** Which SQS it is. */
    public enum Kind {
        /** The one inside this process, on loopback. */
        EMBEDDED,
        /** Amazon's, at the endpoint of the region. */
        AWS,
        /** None: nothing here uses queues. */
        NONE,
        /** Any other that speaks the protocol, at a given address. */
        URL
    }

    /**
     * Takes {@code embedded}, {@code aws}, {@code none} or an http(s) URL. User names in the URL are refused: SQS
     * takes its credentials elsewhere, and these would end up in logs.
     *
     * @throws IllegalArgumentException for any other text
     */
    static SqsEndpoint parse(String text) {
        return switch (text) {
            case "embedded" -> new SqsEndpoint(Kind.EMBEDDED, Optional.empty());
            case "aws" -> new SqsEndpoint(Kind.AWS, Optional.empty());
            case "none" -> new SqsEndpoint(Kind.NONE, Optional.empty());
            default -> new SqsEndpoint(Kind.URL, Optional.of(url(text)));
        };
    }

    private static URI url(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!http || uri.getHost() == null || !plain) {
            throw new IllegalArgumentException("not the URL of a server");
        }
        return uri;
    }
}
