package dev.snowbird.seabird.api;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/**
 * What a peer is told in a status. It travels in a header, of which a gRPC client takes as little as 8 KiB in all, and
 * with three bytes for each that is not ASCII; what a client does not take reaches it as another failure.
 */
public final class StatusText {

    private static final int MAX_BYTES = 2_048;
    private static final String CUT = "...";

    private StatusText() {
    }

    /**
     * Returns a text, or the beginning of it.
     *
     * @param text  what another peer may have said
     * @param bytes how many bytes of UTF-8 it may have
     * @return the text if it is no longer; else as many whole characters as fit, and three dots
     */
    public static String shortened(String text, int bytes) {
        if (text.length() <= bytes && text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        int end = 0;
        int used = CUT.length();
        while (true) {
            int character = text.codePointAt(end);
            used += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                return text.substring(0, end) + CUT;
            }
            end += Character.charCount(character);
        }
    }

    /** Returns a status with so much of its text as every client takes. */
    static Status shortened(Status status) {
        return status.getDescription() == null ? status
                : status.withDescription(shortened(status.getDescription(), MAX_BYTES));
    }
}
