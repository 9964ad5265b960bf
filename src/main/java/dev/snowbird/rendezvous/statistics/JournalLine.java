package dev.snowbird.rendezvous.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.GoJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One line of a journal of distinct addresses. The reference's lines have the same two times, but a sketch in Go's gob
 * format as {@code recorded} (Snowflake contract, section 17); ours has another name, so that neither reader takes the
 * other's lines for its own.
 *
 * @param recordingStart when its first address may have come
 * @param recordingEnd   when its last address may have come
 * @param sketch         the addresses
 * @param key            which key they were hashed with, where other nodes have it, too; none for a key of this one
 */
record JournalLine(Instant recordingStart, Instant recordingEnd, AddressSketch sketch, Optional<String> key) {

    /** Gives the line as JSON, without the line end. */
    String encode() {
        return GoJson.write(new Members(
                recordingStart.toString(), recordingEnd.toString(), key.orElse(null), sketch.encode()));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static JournalLine parse(String json) {
        try {
            Members members = GoJson.mapper().readValue(json, Members.class);
            if (members.recordingStart == null || members.recordingEnd == null || members.hyperLogLog == null) {
                throw new IllegalArgumentException("not a line of Snowbird's journals");
            }
            return new JournalLine(time(members.recordingStart), time(members.recordingEnd),
                    AddressSketch.decode(members.hyperLogLog), Optional.ofNullable(members.key));
        } catch (JsonProcessingException | BadMessageException unreadable) {
            throw new IllegalArgumentException(GoJson.describe(unreadable), unreadable);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("not a time as in RFC 3339", malformed);
        }
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"recordingStart", "recordingEnd", "key", "hyperLogLog"})
    private record Members(String recordingStart, String recordingEnd, String key, String hyperLogLog) {
    }
}
