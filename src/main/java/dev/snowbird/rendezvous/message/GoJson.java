package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.snowbird.log.RootCause;
import java.io.UncheckedIOException;

/** JSON as the deployed proxies and clients, written in Go, read and write it (Snowflake contract, section 22). */
public final class GoJson {

    private static final ObjectMapper SHARED = build();

    private GoJson() {
    }

    /**
     * The mapper for every message of the rendezvous. Reading with it throws {@link BadMessageException} for what is no
     * JSON, and {@link JsonProcessingException} for JSON that is not the message (with a {@link BadMessageException} as
     * its cause where a rule of the contract is broken). A text that is only {@code null} is read like {@code {}}.
     *
     * @return one shared instance; derive a reader or writer where a stricter rule is needed, never reconfigure it
     */
    public static ObjectMapper mapper() {
        return SHARED;
    }

    /**
     * Writes a message.
     *
     * @param message a message or another type made for the mapper
     * @return its JSON text, which always has a UTF-8 form
     */
    public static String write(Object message) {
        try {
            return SHARED.writeValueAsString(message);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * Says what was wrong with a message, in the contract's words or, where it leaves them to the decoder, Go's
     * (Snowflake contract, section 5, row 2).
     *
     * @param failure what reading the message threw, wrapped in anything
     * @return a text fit for a client and for the log: of what the peer sent it holds at most one character and the
     *     name of a member. (The texts of Jackson's own exceptions may hold more.)
     */
    public static String describe(Throwable failure) {
        for (Throwable cause : RootCause.chain(failure).toList()) {
            if (cause instanceof BadMessageException) {
                return cause.getMessage();
            }
            if (cause instanceof WrongKindException wrongKind) {
                return wrongKind.goText();
            }
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return "json: unknown field \"" + unknown.getPropertyName() + "\"";
            }
        }
        return "unreadable message";
    }

    private static ObjectMapper build() {
        return JsonMapper.builder(new GoJsonFactory())
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SKIP))
                .addHandler(new WrongKindException.Thrower())
                .addModule(new SimpleModule("go")
                        .addDeserializer(String.class, new GoStrings.Reader())
                        .addSerializer(String.class, new GoStrings.Writer())
                        .addDeserializer(Long.TYPE, new GoIntegers())
                        .addDeserializer(Long.class, new GoIntegers())
                        .setDeserializerModifier(new NullAsEmptyObject.Everywhere()))
                .build();
    }
}
