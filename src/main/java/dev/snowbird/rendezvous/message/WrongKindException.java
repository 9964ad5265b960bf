package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A JSON value of one kind stands where another kind belongs. Keeps the kind, not the value. */
final class WrongKindException extends MismatchedInputException {

    private final String found;
    private final String wanted;

    private WrongKindException(JsonParser parser, JsonToken found, Class<?> wanted) {
        super(parser, "a JSON value of the wrong kind", wanted);
        this.found = kindOf(found);
        this.wanted = goTypeOf(wanted);
    }

    /** Names the kind of a JSON value as the Go decoder does. */
    static String kindOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            default -> "string";
        };
    }

    /** What the Go decoder says of the same mistake. */
    String goText() {
        String place = getPath().isEmpty() ? "value" : "struct field " + member(getPath().get(getPath().size() - 1));
        return "json: cannot unmarshal " + found + " into Go " + place + " of type " + wanted;
    }

    private static String member(Reference reference) {
        Object owner = reference.getFrom();
        Class<?> type = owner instanceof Class<?> notYetMade ? notYetMade : owner.getClass();
        return type.getSimpleName() + "." + reference.getFieldName();
    }

    private static String goTypeOf(Class<?> type) {
        if (type == String.class) {
            return "string";
        }
        return type == Long.TYPE ? "int64" : "messages." + type.getSimpleName();
    }

    /** Makes Jackson throw this exception in place of its own, which quote the value. */
    static final class Thrower extends DeserializationProblemHandler {

        @Override
        public Object handleUnexpectedToken(DeserializationContext context, JavaType wanted, JsonToken found,
                JsonParser parser, String jacksonsText) throws WrongKindException {
            throw new WrongKindException(parser, found, wanted.getRawClass());
        }

        @Override
        public Object handleMissingInstantiator(DeserializationContext context, Class<?> wanted,
                ValueInstantiator instantiator, JsonParser parser, String jacksonsText) throws WrongKindException {
            throw new WrongKindException(parser, parser.currentToken(), wanted);
        }
    }
}
