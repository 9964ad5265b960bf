package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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
        requireKnown(type);
    }

    /**
     * Reads the container. Other members are ignored; the names of these two are case-sensitive.
     *
     * @param container the JSON text
     * @return the description in it
     * @throws BadMessageException with the contract's reason if the text is not such a container
     */
    public static SessionDescription parse(String container) {
        Members members = Members.of(container, true);
        return new SessionDescription(members.type, GoStrings.wellFormed(members.sdp));
    }

    /**
     * Checks a container that nobody takes the description out of, as {@link #parse} does.
     *
     * @param container the JSON text
     * @throws BadMessageException as of {@link #parse}
     */
    public static void check(String container) {
        requireKnown(Members.of(container, false).type);
    }

    private static void requireKnown(String type) {
        if (!TYPES.contains(type)) {
            throw new BadMessageException("unknown SDP type");
        }
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

    /** The two members of a container, of repeated ones the last. */
    private static final class Members {

        private JsonToken typeToken;
        private JsonToken sdpToken;
        private String type;
        private String sdp;

        /**
         * @param isWanted whether the description itself is wanted, which is long
         */
        private static Members of(String container, boolean isWanted) {
            Members members = new Members();
            try (JsonParser parser = GoJson.mapper().createParser(container)) {
                members.read(parser, isWanted);
            } catch (IOException unreadable) {
                throw new BadMessageException(GoJson.describe(unreadable));
            }
            members.require();
            return members;
        }

        private void read(JsonParser parser, boolean isWanted) throws IOException {
            JsonToken value = parser.nextToken();
            if (value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
                throw new BadMessageException("json: cannot unmarshal " + WrongKindException.kindOf(value)
                        + " into Go value of type map[string]interface {}");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken member = parser.nextToken();
                if (name.equals("type")) {
                    typeToken = member;
                    type = member == JsonToken.VALUE_STRING ? parser.getText() : null;
                } else if (name.equals("sdp")) {
                    sdpToken = member;
                    sdp = isWanted && member == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
        }

        private void require() {
            if (typeToken == null) {
                throw new BadMessageException("cannot deserialize SessionDescription without type field");
            }
            if (sdpToken == null) {
                throw new BadMessageException("cannot deserialize SessionDescription without sdp field");
            }
            if (typeToken != JsonToken.VALUE_STRING) {
                throw new BadMessageException("invalid SDP type");
            }
            if (sdpToken != JsonToken.VALUE_STRING) {
                throw new BadMessageException("invalid SDP");
            }
        }
    }
}
