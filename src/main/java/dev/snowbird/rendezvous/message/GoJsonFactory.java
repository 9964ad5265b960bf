package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Jackson's reader behind Go's checks and Jackson's writer with Go's escapes (Snowflake contract, section 22).
 *
 * <p>Bytes are taken as UTF-8 and nothing else, a broken sequence as U+FFFD, where Jackson would guess and refuse.
 */
final class GoJsonFactory extends JsonFactory {

    GoJsonFactory() {
        // An offer is read while the poll that it is in is being read: a thread has buffers for one of them alone.
        super(new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .characterEscapes(new GoEscapes())
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8));
    }

    @Override
    public JsonParser createParser(String text) throws IOException {
        GoSyntax.check(text);
        return super.createParser(text);
    }

    @Override
    public JsonParser createParser(byte[] bytes) throws IOException {
        return createParser(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public JsonParser createParser(InputStream bytes) throws IOException {
        return createParser(bytes.readAllBytes());
    }
}
