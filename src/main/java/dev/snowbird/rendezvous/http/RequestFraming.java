package dev.snowbird.rendezvous.http;

import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells where the requests of an HTTP/1 connection end, and takes only what every reader of RFC 9112 reads alike. A
 * reverse proxy that saw an end elsewhere would let a stranger hide a request in the body of another. So there is one
 * length or one coding, no line is folded or ended by half, and no chunk has a quoted extension.
 */
final class RequestFraming {

    /** What a byte does. */
    enum Step { GOES_ON, ENDS, IS_MALFORMED }

    static final int BAD_REQUEST = 400;
    private static final int LINE_TOO_LONG = 414;
    private static final int HEADERS_TOO_LONG = 431;
    private static final int NOT_IMPLEMENTED = 501;

    private static final int DEL = 127;
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final BitSet DIGIT = charactersOf(DIGITS);
    private static final BitSet OF_A_TOKEN =
            charactersOf("!#$%&'*+.^_`|~-" + DIGITS + LETTERS + LETTERS.toUpperCase(Locale.ROOT));
    /** As many digits as a long surely has. */
    private static final int MOST_DIGITS = 18;
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})(?:;[!-~&&[^\"\\\\]]*)?");
    private static final String HTTP_1_1 = " HTTP/1.1";
    private static final String COLON = ":";
    private static final String CHUNKED = "chunked";
    private static final String CONTENT_LENGTH = "content-length";
    private static final String TRANSFER_ENCODING = "transfer-encoding";

    private enum Part { REQUEST_LINE, FIELDS, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS }

    private final int longest;
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.REQUEST_LINE;
    private boolean afterReturn;
    private int size;
    private long left;
    private boolean isHttp11;
    private String length;
    private String coding;
    private int status;

    /**
     * @param longest how many bytes the request line may have, and apart from it the headers, the trailers, and the
     *                line before a chunk
     */
    RequestFraming(int longest) {
        this.longest = longest;
    }

    /** Returns what is wrong with a request that is malformed, as a status of HTTP. */
    int status() {
        return status;
    }

    /**
     * Passes over bytes of which it is known that they are of a body and not its last.
     *
     * @param most how many there are
     * @return how many have been passed over
     */
    int skip(int most) {
        if (part != Part.BODY && part != Part.CHUNK) {
            return 0;
        }
        int skipped = (int) Math.min(left - 1, most);
        left -= skipped;
        return skipped;
    }

    /** Reads the next byte; none after one that is malformed. */
    Step read(byte next) {
        switch (part) {
            case BODY:
                left--;
                return left == 0 ? end() : Step.GOES_ON;
            case CHUNK:
                left--;
                return left == 0 ? goOn(Part.CHUNK_END) : Step.GOES_ON;
            default:
                return readOfLine((char) (next & 0xff));
        }
    }

    private Step readOfLine(char next) {
        if (afterReturn) {
            afterReturn = false;
            Step step = next == '\n' ? endLine() : malformed(BAD_REQUEST);
            line.setLength(0);
            return step;
        }
        if (next == '\r') {
            afterReturn = true;
            return Step.GOES_ON;
        }
        if (next < ' ' && next != '\t' || next == DEL) {
            return malformed(BAD_REQUEST);
        }
        line.append(next);
        size++;
        if (size > longest) {
            return malformed(part == Part.REQUEST_LINE ? LINE_TOO_LONG : HEADERS_TOO_LONG);
        }
        return Step.GOES_ON;
    }

    private Step endLine() {
        switch (part) {
            case REQUEST_LINE:
                isHttp11 = line.indexOf(HTTP_1_1, line.length() - HTTP_1_1.length()) >= 0;
                size = 0;
                return line.isEmpty() ? Step.GOES_ON : goOn(Part.FIELDS);
            case FIELDS:
                return line.isEmpty() ? endHead() : readField();
            case CHUNK_SIZE:
                return readChunkSize();
            case CHUNK_END:
                return line.isEmpty() ? goOn(Part.CHUNK_SIZE) : malformed(BAD_REQUEST);
            default:
                return line.isEmpty() ? end() : readTrailer();
        }
    }

    private Step readField() {
        if (!hasName() || isNamed(CONTENT_LENGTH) && length != null) {
            return malformed(BAD_REQUEST);
        }
        if (isNamed(CONTENT_LENGTH)) {
            length = value();
        } else if (isNamed(TRANSFER_ENCODING)) {
            coding = coding == null ? value() : coding + "," + value();
        }
        return Step.GOES_ON;
    }

    private Step readTrailer() {
        return !hasName() || isNamed(CONTENT_LENGTH) || isNamed(TRANSFER_ENCODING)
                ? malformed(BAD_REQUEST) : Step.GOES_ON;
    }

    /** Tells whether the line is a field, and does not go on from the line before. */
    private boolean hasName() {
        return isToken(line, line.indexOf(COLON));
    }

    private boolean isNamed(String name) {
        // Most names have another length, and no text is made of them.
        int colon = line.indexOf(COLON);
        return colon == name.length() && line.substring(0, colon).equalsIgnoreCase(name);
    }

    private String value() {
        return line.substring(line.indexOf(COLON) + 1).strip();
    }

    private static boolean isToken(CharSequence text, int end) {
        return end > 0 && consistsOf(OF_A_TOKEN, text, end);
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && consistsOf(DIGIT, text, text.length());
    }

    /** Without a regular expression, which takes longer than all else here: each field of each request comes by. */
    private static boolean consistsOf(BitSet characters, CharSequence text, int end) {
        for (int i = 0; i < end; i++) {
            if (!characters.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static BitSet charactersOf(String text) {
        BitSet characters = new BitSet();
        text.chars().forEach(characters::set);
        return characters;
    }

    private Step endHead() {
        if (coding != null) {
            return length == null && isHttp11 ? beginCoding() : malformed(BAD_REQUEST);
        }
        if (length == null) {
            return end();
        }
        if (!isLength(length)) {
            return malformed(BAD_REQUEST);
        }
        left = Long.parseLong(length);
        return left == 0 ? end() : goOn(Part.BODY);
    }

    private Step beginCoding() {
        if (coding.equalsIgnoreCase(CHUNKED)) {
            return goOn(Part.CHUNK_SIZE);
        }
        boolean isUnknown = false;
        for (String one : coding.split(",", -1)) {
            if (!isToken(one.strip(), one.strip().length())) {
                return malformed(BAD_REQUEST);
            }
            isUnknown |= !one.strip().equalsIgnoreCase(CHUNKED);
        }
        return malformed(isUnknown ? NOT_IMPLEMENTED : BAD_REQUEST);
    }

    private Step readChunkSize() {
        Matcher matcher = CHUNK_SIZE.matcher(line);
        if (!matcher.matches()) {
            return malformed(BAD_REQUEST);
        }
        left = Long.parseLong(matcher.group(1), 16);
        size = 0;
        return goOn(left == 0 ? Part.TRAILERS : Part.CHUNK);
    }

    private Step goOn(Part next) {
        part = next;
        return Step.GOES_ON;
    }

    private Step end() {
        part = Part.REQUEST_LINE;
        size = 0;
        length = null;
        coding = null;
        return Step.ENDS;
    }

    private Step malformed(int why) {
        status = why;
        return Step.IS_MALFORMED;
    }
}
