package dev.snowbird.seabird.chat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How the parts of an id are written between its separators (Seabird contract, section 3). */
final class Escapes {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Escapes() {
    }

    /** Returns the text with every byte but ASCII letters and digits as {@code %XX}. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (isLetterOrDigit(next)) {
                escaped.append((char) next);
            } else {
                HEX.toHexDigits(escaped.append('%'), next);
            }
        }
        return escaped.toString();
    }

    /**
     * Undoes escapes. A {@code %} that no two hexadecimal digits follow stands for itself, and so does a {@code +}.
     *
     * @param text a part of an id, escaped or not
     * @return what it stands for
     * @throws CharacterCodingException if that is no text
     */
    static String unescape(String text) throws CharacterCodingException {
        // Not String's own conversions: those put a question mark in place of what is no text.
        ByteBuffer escaped = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.remaining());
        while (escaped.hasRemaining()) {
            bytes.write(nextByte(escaped));
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    }

    private static int nextByte(ByteBuffer escaped) {
        byte first = escaped.get();
        if (first != '%' || escaped.remaining() < 2) {
            return first;
        }
        byte high = escaped.get(escaped.position());
        byte low = escaped.get(escaped.position() + 1);
        if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
            return first;
        }
        escaped.position(escaped.position() + 2);
        return HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low);
    }

    private static boolean isLetterOrDigit(byte next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next >= '0' && next <= '9';
    }
}
