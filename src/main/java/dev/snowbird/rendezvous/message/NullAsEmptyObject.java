package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;

/**
 * Reads a message that is only {@code null} like {@code {}}, as Go does, so that it meets the same checks instead of
 * becoming no message at all (Snowflake contract, section 22).
 */
final class NullAsEmptyObject extends DelegatingDeserializer {

    private NullAsEmptyObject(JsonDeserializer<?> ofObject) {
        super(ofObject);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> ofObject) {
        return new NullAsEmptyObject(ofObject);
    }

    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
        try (TokenBuffer empty = new TokenBuffer(context.getParser(), context)) {
            empty.writeStartObject();
            empty.writeEndObject();
            JsonParser parser = empty.asParserOnFirstToken();
            return deserialize(parser, context);
        } catch (JsonMappingException refused) {
            throw refused;
        } catch (IOException unexpected) {
            throw JsonMappingException.fromUnexpectedIOE(unexpected);
        }
    }

    /** Applies the rule to every type that is read from an object with known members. */
    static final class Everywhere extends BeanDeserializerModifier {

        @Override
        public JsonDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription description,
                JsonDeserializer<?> deserializer) {
            return deserializer instanceof BeanDeserializerBase
                    ? new NullAsEmptyObject(deserializer) : deserializer;
        }
    }
}
