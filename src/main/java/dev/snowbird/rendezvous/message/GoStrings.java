package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * Strings as Go knows them: only a JSON string is one, and it always has a UTF-8 form (Snowflake contract, section 22).
 */
final class GoStrings {

    private static final int REPLACEMENT = 0xFFFD;

    private GoStrings() {
    }

    /** Gives the text with each lone surrogate replaced by U+FFFD, as Go does, which can't hold one. */
    static String wellFormed(String text) {
        if (!hasSurrogate(text)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isLoneSurrogate(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** Reads a JSON string and nothing that could be turned into one. */
    static final class Reader extends StdScalarDeserializer<String> {

        Reader() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return wellFormed(parser.getText());
            }
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
    }

    /** Writes any string, where Jackson alone would fail on a lone surrogate. */
    static final class Writer extends StdScalarSerializer<String> {

        Writer() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(wellFormed(text));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, String text) {
            return text.isEmpty();
        }
    }
}
