package dev.snowbird.rendezvous.message;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.camel.Body;

/**
 * Data in a URL path, for a request that goes through an AMP cache (Snowflake contract, section 7): a {@code 0}, a text
 * of no meaning that keeps caches from knowing the path, a slash, and the data in base64url.
 */
public final class AmpPath {

    private static final String FORMAT = "0";
    private static final int CACHE_BREAKER_BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AmpPath() {
    }

    /**
     * Writes data as clients do.
     *
     * @param data any bytes
     * @return a path without a leading slash, another one each time
     */
    public static String encode(byte[] data) {
        byte[] cacheBreaker = new byte[CACHE_BREAKER_BYTES];
        RANDOM.nextBytes(cacheBreaker);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return FORMAT + base64.encodeToString(cacheBreaker) + "/" + base64.encodeToString(data);
    }

    /**
     * Reads data from a path.
     *
     * @param path what followed the endpoint's path, percent-decoded
     * @return the data
     * @throws BadMessageException if it is not such a path
     */
    public static byte[] decode(@Body String path) {
        int slash = path.lastIndexOf('/');
        if (!path.startsWith(FORMAT) || slash < 0 || path.indexOf('=', slash) >= 0) {
            throw undecodable();
        }
        try {
            // Go's decoder passes over line ends.
            return Base64.getUrlDecoder().decode(path.substring(slash + 1).replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException notBase64) {
            throw undecodable();
        }
    }

    private static BadMessageException undecodable() {
        return new BadMessageException("cannot decode URL path");
    }
}
