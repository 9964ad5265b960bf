package dev.snowbird.amqp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text of any kind and length in the form in which AMQP carries it safely. A queue's name has at most 255 bytes, all
 * headers of a message must fit into one frame, and what breaks either would break the connection. Text that does not
 * fit is replaced by its hash, so equal text still meets equal text.
 */
public final class BoundedText {

    private static final int MAX_BYTES = 255;
    private static final String HASHED = "sha256-";

    private BoundedText() {
    }

    /**
     * Returns the name of a queue: the prefix and the rest as it is if that is printable ASCII of at most 255
     * characters in all, else the prefix and the hash of the rest.
     */
    public static String queueName(String prefix, String rest) {
        boolean fits = prefix.length() + rest.length() <= MAX_BYTES && !rest.startsWith(HASHED)
                && rest.chars().allMatch(character -> character > ' ' && character < 0x7F);
        return prefix + (fits ? rest : hash(rest));
    }

    /** Returns a header's value: as it is if that is at most 255 bytes without control characters, else its hash. */
    public static String headerValue(String text) {
        boolean fits = text.length() <= MAX_BYTES && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && !text.startsWith(HASHED) && text.chars().noneMatch(Character::isISOControl);
        return fits ? text : hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HASHED + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
