package dev.snowbird.rendezvous.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The AWS keys that an operator hands to clients, in the one string that they are handed in (Snowflake contract,
 * section 8).
 *
 * @param accessKeyId the access key id, not empty
 * @param secretAccessKey the secret, not empty
 */
@JsonPropertyOrder({"aws-access-key-id", "aws-secret-key"})
public record SqsCredentials(
        @JsonProperty("aws-access-key-id") String accessKeyId,
        @JsonProperty("aws-secret-key") String secretAccessKey) {

    private static final int BASE64_GROUP = 4;

    /** Throws {@link IllegalArgumentException} if either key is missing. */
    public SqsCredentials {
        requirePresent(accessKeyId, "access key id");
        requirePresent(secretAccessKey, "secret access key");
    }

    /**
     * Reads the string that clients are given.
     *
     * @param text padded base64 of a JSON object with both keys
     * @return the keys
     * @throws IllegalArgumentException if it is not such a string; neither its text nor its causes repeat any of it
     */
    public static SqsCredentials decode(String text) {
        String json = new String(fromBase64(text), StandardCharsets.UTF_8);
        try {
            return GoJson.mapper().readValue(json, SqsCredentials.class);
        } catch (JsonProcessingException | IllegalArgumentException holdsTheSecret) {
            throw new IllegalArgumentException("SQS credentials are not a JSON object with both keys");
        }
    }

    /** Gives the string for clients. */
    public String encode() {
        return Base64.getEncoder().encodeToString(GoJson.write(this).getBytes(StandardCharsets.UTF_8));
    }

    /** Names the access key id and hides the secret. */
    @Override
    public String toString() {
        return "SqsCredentials[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
    }

    private static byte[] fromBase64(String text) {
        // Java's decoder alone would take text without its padding, which no client does.
        if (text.length() % BASE64_GROUP == 0) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException quotesTheText) {
                throw notBase64();
            }
        }
        throw notBase64();
    }

    private static IllegalArgumentException notBase64() {
        return new IllegalArgumentException("SQS credentials are not padded base64");
    }

    private static void requirePresent(String key, String name) {
        if (key == null || key.isEmpty()) {
            throw new IllegalArgumentException("SQS credentials have no " + name);
        }
    }
}
