package dev.snowbird.rendezvous.matching;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * When proxies are asked to poll again.
 *
 * @param unrestricted those of the unrestricted pool
 * @param restricted   those of the restricted pool
 */
public record PollIntervals(Duration unrestricted, Duration restricted) {

    /**
     * Reads a poll-interval file (Snowflake contract, section 12).
     *
     * @param file a JSON object with the two intervals in milliseconds; a missing one is 0
     * @throws IOException              if the file can't be read
     * @throws IllegalArgumentException naming the file and the reason, if it is something else
     */
    public static PollIntervals load(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            Milliseconds read = GoJson.mapper().readValue(text, Milliseconds.class);
            return new PollIntervals(Duration.ofMillis(read.unrestricted), Duration.ofMillis(read.restricted));
        } catch (JsonProcessingException | BadMessageException invalid) {
            throw new IllegalArgumentException(file + ": " + GoJson.describe(invalid), invalid);
        }
    }

    /** Returns the interval of the pool that a proxy of this NAT type belongs to. */
    public Duration of(NatType nat) {
        return nat == NatType.UNRESTRICTED ? unrestricted : restricted;
    }

    // Fields and not record components: as in Go, the last of repeated members must win.
    private static final class Milliseconds {
        @JsonProperty("unrestricted_poll_interval")
        private long unrestricted;
        @JsonProperty("restricted_poll_interval")
        private long restricted;
    }
}
