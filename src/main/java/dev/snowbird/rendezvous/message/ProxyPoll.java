package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Optional;

/**
 * A proxy asks for a client (Snowflake contract, section 3). An instance is a valid poll.
 *
 * @param sid the proxy's name for this poll, not empty
 * @param type what kind of program the proxy is
 * @param nat how the proxy's network lets others in
 * @param clients how many clients the proxy serves now, never negative
 * @param acceptedRelayPattern the relays that the proxy connects to; absent is not the same as empty
 */
public record ProxyPoll(String sid, ProxyType type, NatType nat, long clients, Optional<String> acceptedRelayPattern) {

    /** Throws {@link BadMessageException} if the session id is missing; takes a negative number of clients as none. */
    public ProxyPoll {
        if (sid == null || sid.isEmpty()) {
            throw new BadMessageException("no supplied session id");
        }
        clients = Math.max(clients, 0);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static ProxyPoll of(ProxyPollRequest request) {
        ProxyVersion.requireSupported(request.version);
        return new ProxyPoll(request.sid, ProxyType.of(request.type), NatType.of(request.nat), request.clients,
                Optional.ofNullable(request.acceptedRelayPattern));
    }

    // Fields and not record components: as in Go, the last of repeated members must win.
    private static final class ProxyPollRequest {
        @JsonProperty("Sid")
        private String sid;
        @JsonProperty("Version")
        private String version;
        @JsonProperty("Type")
        private String type;
        @JsonProperty("NAT")
        private String nat;
        @JsonProperty("Clients")
        private long clients;
        @JsonProperty("AcceptedRelayPattern")
        @JsonSetter(nulls = Nulls.SET)
        private String acceptedRelayPattern;
    }
}
