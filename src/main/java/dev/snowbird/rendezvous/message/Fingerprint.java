package dev.snowbird.rendezvous.message;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The identity of a bridge: 20 or 32 bytes (Snowflake contract, section 11).
 *
 * @param hex the bytes in hexadecimal, given in any case and kept in upper case, so that equal bytes are equal
 *     fingerprints
 */
public record Fingerprint(String hex) {

    private static final Pattern HEX_OF_20_OR_32_BYTES = Pattern.compile("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");

    /** The bridge of clients that name none. */
    public static final Fingerprint DEFAULT = new Fingerprint("2B280B23E1107BB62ABFC40DDCC8824814F80A72");

    /** Throws {@link BadMessageException} if the text is missing, not hexadecimal or of another length. */
    public Fingerprint {
        if (hex == null || !HEX_OF_20_OR_32_BYTES.matcher(hex).matches()) {
            throw new BadMessageException("cannot decode fingerprint");
        }
        hex = hex.toUpperCase(Locale.ROOT);
    }
}
