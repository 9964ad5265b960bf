package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A WebRTC session description in the JSON container that offers and answers travel in (Snowflake contract, section
 * 13).
 *
 * @param type offer, pranswer, answer or rollback
 * @param sdp the description itself, any text
 */
@JsonPropertyOrder({"type", "sdp"})
public record SessionDescription(String type, String sdp) {

    private static final Set<String> TYPES = Set.of("offer", "pranswer", "answer", "rollback");

    /** Throws {@link BadMessageException} if the type is none of the four. */
    public SessionDescription {
        if (!TYPES.contains(type)) {
            throw new BadMessageException("unknown SDP type");
        }
    }

    /**
     * Reads the container. Other members are ignored; the names of these two are case-sensitive.
     *
     * @param container the JSON text
     * @return the description in it
     * @throws BadMessageException with the contract's reason if the text is not such a container
     */
    public static SessionDescription parse(String container) {
        JsonNode members = members(container);
        if (!members.has("type")) {
            throw new BadMessageException("cannot deserialize SessionDescription without type field");
        }
        if (!members.has("sdp")) {
            throw new BadMessageException("cannot deserialize SessionDescription without sdp field");
        }
        if (!members.get("type").isTextual()) {
            throw new BadMessageException("invalid SDP type");
        }
        if (!members.get("sdp").isTextual()) {
            throw new BadMessageException("invalid SDP");
        }
        return new SessionDescription(members.get("type").textValue(),
                GoStrings.wellFormed(members.get("sdp").textValue()));
    }

    /**
     * Wraps a client's description.
     *
     * @param rawSdp the description itself
     * @return an offer
     */
    public static SessionDescription offer(String rawSdp) {
        return new SessionDescription("offer", rawSdp);
    }

    /** Gives the container's JSON text. */
    public String encode() {
        return GoJson.write(this);
    }

    private static JsonNode members(String container) {
        JsonNode value = read(container);
        if (!value.isObject() && !value.isNull()) {
            throw new BadMessageException("json: cannot unmarshal " + WrongKindException.kindOf(value.asToken())
                    + " into Go value of type map[string]interface {}");
        }
        return value;
    }

    private static JsonNode read(String container) {
        try {
            return GoJson.mapper().readValue(container, JsonNode.class);
        } catch (JsonProcessingException unreadable) {
            throw new BadMessageException(GoJson.describe(unreadable));
        }
    }
}
