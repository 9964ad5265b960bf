package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads only a number that is written as an integer and fits in 64 bits (Snowflake contract, section 22). */
final class GoIntegers extends StdScalarDeserializer<Long> {

    GoIntegers() {
        super(Long.TYPE);
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        return (Long) context.handleUnexpectedToken(Long.TYPE, parser);
    }
}
