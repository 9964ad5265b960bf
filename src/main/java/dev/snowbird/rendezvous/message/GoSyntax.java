package dev.snowbird.rendezvous.message;

import java.nio.charset.StandardCharsets;

/**
 * Checks that a text is one JSON value, and says where it isn't in the words of the Go decoder (Snowflake contract,
 * section 5, row 2). Go does this to the whole text before it looks at any member, so a text that is both truncated and
 * of the wrong shape is called truncated.
 */
final class GoSyntax {

    /** Jackson, which reads the text next, goes no deeper either. */
    private static final int DEEPEST_NESTING = 1000;

    private static final int END = -1;

    private final String text;
    private int position;

    private GoSyntax(String text) {
        this.text = text;
    }

    /** Throws {@link BadMessageException} unless the text is one JSON value with nothing but white space around it. */
    static void check(String text) {
        GoSyntax syntax = new GoSyntax(text);
        syntax.value(0);
        syntax.skipSpace();
        if (syntax.current() != END) {
            throw syntax.invalid("after top-level value");
        }
    }

    private void value(int depth) {
        switch (nextSignificant()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw invalid("looking for beginning of value");
        }
    }

    private void object(int depth) {
        open(depth);
        if (nextSignificant() == '}') {
            position++;
            return;
        }
        while (true) {
            if (nextSignificant() != '"') {
                throw invalid("looking for beginning of object key string");
            }
            string();
            if (nextSignificant() != ':') {
                throw invalid("after object key");
            }
            position++;
            value(depth);
            if (closed('}', "after object key:value pair")) {
                return;
            }
        }
    }

    private void array(int depth) {
        open(depth);
        if (nextSignificant() == ']') {
            position++;
            return;
        }
        do {
            value(depth);
        } while (!closed(']', "after array element"));
    }

    private void open(int depth) {
        if (depth > DEEPEST_NESTING) {
            throw invalid("exceeded max depth");
        }
        position++;
    }

    private boolean closed(char end, String otherwise) {
        int character = nextSignificant();
        if (character != end && character != ',') {
            throw invalid(otherwise);
        }
        position++;
        return character == end;
    }

    private void string() {
        position++;
        while (current() != '"') {
            if (current() == END) {
                throw truncated();
            }
            if (current() < ' ') {
                throw invalid("in string literal");
            }
            if (current() == '\\') {
                escape();
            } else {
                position++;
            }
        }
        position++;
    }

    private void escape() {
        position++;
        if (current() == 'u') {
            position++;
            for (int digit = 0; digit < 4; digit++) {
                if (!isHexDigit(current())) {
                    throw invalid("in \\u hexadecimal character escape");
                }
                position++;
            }
        } else if (current() != END && "\"\\/bfnrt".indexOf(current()) >= 0) {
            position++;
        } else {
            throw invalid("in string escape code");
        }
    }

    private void literal(String word) {
        for (int index = 1; index < word.length(); index++) {
            position++;
            if (current() != word.charAt(index)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(index) + "')");
            }
        }
        position++;
    }

    private void number() {
        if (current() == '-') {
            position++;
        }
        if (current() == '0') {
            position++;
        } else {
            digits("in numeric literal");
        }
        if (current() == '.') {
            position++;
            digits("after decimal point in numeric literal");
        }
        if (current() == 'e' || current() == 'E') {
            position++;
            if (current() == '+' || current() == '-') {
                position++;
            }
            digits("in exponent of numeric literal");
        }
    }

    private void digits(String otherwise) {
        if (!isDigit(current())) {
            throw invalid(otherwise);
        }
        while (isDigit(current())) {
            position++;
        }
    }

    private int nextSignificant() {
        skipSpace();
        if (current() == END) {
            throw truncated();
        }
        return current();
    }

    private void skipSpace() {
        while (current() == ' ' || current() == '\t' || current() == '\n' || current() == '\r') {
            position++;
        }
    }

    private int current() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isHexDigit(int character) {
        return isDigit(character) || character >= 'a' && character <= 'f' || character >= 'A' && character <= 'F';
    }

    private static BadMessageException truncated() {
        return new BadMessageException("unexpected end of JSON input");
    }

    private BadMessageException invalid(String where) {
        return new BadMessageException("invalid character " + quoted() + " " + where);
    }

    private String quoted() {
        // Go feeds a final space to find out what a text that just ends was in the middle of.
        int character = current() == END ? ' ' : current();
        return switch (character) {
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            case 0x07 -> "'\\a'";
            case '\b' -> "'\\b'";
            case 0x0B -> "'\\v'";
            case '\f' -> "'\\f'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            default -> character < ' ' || character == 0x7F
                    ? String.format("'\\x%02x'", character)
                    : "'" + firstByte(character) + "'";
        };
    }

    /** Go looks at bytes: of a character beyond ASCII it names the first byte as if that were a character. */
    private char firstByte(int character) {
        if (character < 0x80) {
            return (char) character;
        }
        String whole = GoStrings.wellFormed(new String(Character.toChars(text.codePointAt(position))));
        return (char) Byte.toUnsignedInt(whole.getBytes(StandardCharsets.UTF_8)[0]);
    }
}
