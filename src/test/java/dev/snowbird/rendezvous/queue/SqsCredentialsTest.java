package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsCredentialsTest {

    private static final SqsCredentials SAMPLE = new SqsCredentials("test-access-key", "test-secret-key");
    private static final String SAMPLE_TEXT = "eyJhd3MtYWNjZXNzLWtleS1pZCI6InRlc3QtYWNjZXNzLWtleSIsImF3cy1zZWNyZXQta2V5"
            + "IjoidGVzdC1zZWNyZXQta2V5In0=";

    @Test
    void matchesTheContractsCheckVector() {
        assertEquals(SAMPLE_TEXT, SAMPLE.encode());
        assertEquals(SAMPLE, SqsCredentials.decode(SAMPLE_TEXT));
    }

    @Property(tries = 500)
    void readsBackWhatItWrites(@ForAll("keys") String id, @ForAll("keys") String secret) {
        SqsCredentials credentials = new SqsCredentials(id, secret);
        assertEquals(credentials, SqsCredentials.decode(credentials.encode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "eyJ", "eyJhd3M", "e30=\n", "e30-", "===="})
    void refusesWhatIsNotPaddedBase64(String text) {
        assertEquals("SQS credentials are not padded base64", refusalOf(text).getMessage());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``",
            "null",
            "{}",
            "hidden",
            "'hidden'",
            "['hidden']",
            "{'aws-access-key-id':'a'}",
            "{'aws-secret-key':'hidden'}",
            "{'aws-access-key-id':'','aws-secret-key':'hidden'}",
            "{'aws-access-key-id':'a','aws-secret-key':''}",
            "{'aws-access-key-id':1,'aws-secret-key':'hidden'}",
            "{'aws-access-key-id':'a','aws-secret-key':'hidden'}}",
            "{'aws-access-key-id':'a','aws-secret-key':hidden}",
    })
    void refusesWhatIsNotAnObjectWithBothKeys(String json) {
        IllegalArgumentException refused = refusalOf(base64(json.replace('\'', '"')));
        assertEquals("SQS credentials are not a JSON object with both keys", refused.getMessage());
        assertNull(refused.getCause());
    }

    @Test
    void needsBothKeys() {
        assertEquals("SQS credentials have no access key id",
                assertThrows(IllegalArgumentException.class, () -> new SqsCredentials("", "s")).getMessage());
        assertEquals("SQS credentials have no secret access key",
                assertThrows(IllegalArgumentException.class, () -> new SqsCredentials("a", null)).getMessage());
    }

    @Test
    void hidesTheSecretWhenPrinted() {
        assertFalse(SAMPLE.toString().contains("secret-key"));
        assertEquals("SqsCredentials[accessKeyId=test-access-key, secretAccessKey=***]", SAMPLE.toString());
    }

    @Property(tries = 500)
    void refusesAnythingElseWithoutRepeatingIt(@ForAll("texts") String text) {
        try {
            SqsCredentials.decode(text);
        } catch (IllegalArgumentException refused) {
            assertFalse(refused.getMessage().contains("hidden"));
            assertNull(refused.getCause());
        }
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(60);
        return Arbitraries.oneOf(any, any.map(inside -> base64("{\"aws-secret-key\":\"hidden\"," + inside)),
                any.map(inside -> "hidden" + inside));
    }

    private static IllegalArgumentException refusalOf(String text) {
        return assertThrows(IllegalArgumentException.class, () -> SqsCredentials.decode(text));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
