package dev.snowbird.rendezvous.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/**
 * The keys that clients reach the broker's queue with.
 *
 * @param accessKeyId     the public half
 * @param secretAccessKey the secret half
 */
public record SqsCredentials(String accessKeyId, String secretAccessKey) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the string of section 8 of the Snowflake contract: padded base64 of a JSON object. */
    public String encode() {
        try {
            return Base64.getEncoder().encodeToString(JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("aws-access-key-id", accessKeyId).put("aws-secret-key", secretAccessKey)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it did not write this
     */
    public static SqsCredentials decode(String encoded) {
        try {
            JsonNode keys = JSON.readTree(Base64.getDecoder().decode(encoded));
            return new SqsCredentials(keys.required("aws-access-key-id").textValue(),
                    keys.required("aws-secret-key").textValue());
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /** Returns a text without the secret. */
    @Override
    public String toString() {
        return "SqsCredentials[" + accessKeyId + ", secret]";
    }
}
