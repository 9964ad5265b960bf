package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.apache.camel.Body;

/**
 * A client asks for a proxy (Snowflake contract, section 5, rows 1 to 6). An instance is a valid poll.
 *
 * @param offer the client's session description, as received
 * @param nat how the client's network lets others in
 * @param fingerprint the bridge that the client wants to reach
 */
public record ClientPoll(String offer, NatType nat, Fingerprint fingerprint) {

    private static final String VERSION_LINE = "1.0\n";

    /** Throws {@link BadMessageException} with the text for the client if the offer is missing or malformed. */
    public ClientPoll {
        requireOffer(offer);
    }

    /**
     * Takes the version line off a poll (row 1).
     *
     * @param body the poll as received
     * @return the JSON text after the version line, not yet checked
     * @throws BadMessageException if the first line is not the one supported version
     */
    public static String jsonPart(@Body String body) {
        if (!body.startsWith(VERSION_LINE)) {
            throw new BadMessageException("unsupported message version");
        }
        return body.substring(VERSION_LINE.length());
    }

    /**
     * Makes the present form of a poll from the legacy one, which is the offer alone (Snowflake contract, section 6).
     *
     * @param offer the body as received
     * @param nat the NAT type from the request's header, null if it has none
     * @return the poll with its version line, not yet checked
     */
    public static String fromLegacy(String offer, String nat) {
        return VERSION_LINE + GoJson.write(new ClientPollRequest(offer, nat, Fingerprint.DEFAULT.hex()));
    }

    /** Gives the same poll with another NAT type. */
    public ClientPoll withNat(NatType other) {
        return new ClientPoll(offer, other, fingerprint);
    }

    /** Gives the poll as a client sends it, version line included. */
    public String encode() {
        return VERSION_LINE + GoJson.write(new ClientPollRequest(offer, nat.toString(), fingerprint.hex()));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static ClientPoll of(ClientPollRequest request) {
        NatType nat;
        Fingerprint fingerprint;
        try {
            fingerprint = request.fingerprint == null || request.fingerprint.isEmpty()
                    ? Fingerprint.DEFAULT : new Fingerprint(request.fingerprint);
            nat = NatType.of(request.nat);
        } catch (BadMessageException malformed) {
            // A client is told of a bad offer before a bad fingerprint or NAT type (rows 3 to 6).
            requireOffer(request.offer);
            throw malformed;
        }
        return new ClientPoll(request.offer, nat, fingerprint);
    }

    private static void requireOffer(String offer) {
        if (offer == null || offer.isEmpty()) {
            throw new BadMessageException("no supplied offer");
        }
        try {
            SessionDescription.check(offer);
        } catch (BadMessageException malformed) {
            throw new BadMessageException("malformed session description: " + malformed.getMessage());
        }
    }

    // Fields and not record components: as in Go, the last of repeated members must win. The name is part of the error
    // texts that clients know.
    @JsonPropertyOrder({"offer", "nat", "fingerprint"})
    private static final class ClientPollRequest {
        @JsonProperty
        private String offer;
        @JsonProperty
        private String nat;
        @JsonProperty
        private String fingerprint;

        private ClientPollRequest() {
        }

        private ClientPollRequest(String offer, String nat, String fingerprint) {
            this.offer = offer;
            this.nat = nat;
            this.fingerprint = fingerprint;
        }
    }
}
