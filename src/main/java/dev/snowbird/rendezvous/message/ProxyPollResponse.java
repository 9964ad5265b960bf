package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;

/**
 * What a proxy's poll is answered with (Snowflake contract, section 3). All five members are always written, in this
 * order.
 *
 * @param status whether there is a client
 * @param offer the client's offer as received, or empty
 * @param nat the client's NAT type, or empty
 * @param nextPoll the milliseconds until the proxy should poll again, 0 when that is up to the proxy
 * @param relayUrl the relay that the client asked for, or empty
 */
@JsonPropertyOrder({"Status", "Offer", "NAT", "NextPoll", "RelayURL"})
public record ProxyPollResponse(
        @JsonProperty("Status") String status,
        @JsonProperty("Offer") String offer,
        @JsonProperty("NAT") String nat,
        @JsonProperty("NextPoll") long nextPoll,
        @JsonProperty("RelayURL") String relayUrl) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Hands a client to the proxy.
     *
     * @param offer the client's offer, exactly as received
     * @param clientNat the client's NAT type
     * @param nextPoll how long the proxy should wait before its next poll
     * @param relayUrl the WebSocket address of the bridge that the client asked for
     * @return the answer to a matched poll
     */
    public static ProxyPollResponse match(String offer, NatType clientNat, Duration nextPoll, String relayUrl) {
        return new ProxyPollResponse("client match", offer, clientNat.toString(), milliseconds(nextPoll), relayUrl);
    }

    /**
     * Tells the proxy that no client came.
     *
     * @param nextPoll how long the proxy should wait before its next poll
     * @return the answer to a poll that was held in vain
     */
    public static ProxyPollResponse noMatch(Duration nextPoll) {
        return withoutClient("no match", nextPoll);
    }

    /**
     * Refuses a proxy that doesn't connect to every relay of this broker.
     *
     * @param nextPoll how long the proxy should wait before its next poll
     * @return the answer to a refused poll
     */
    public static ProxyPollResponse wrongRelayPattern(Duration nextPoll) {
        return withoutClient("incorrect relay pattern", nextPoll);
    }

    /**
     * Refuses a proxy whose address has polled a moment ago.
     *
     * @param nextPoll how long it is until the proxy may poll
     * @return the answer to a refused poll
     */
    public static ProxyPollResponse tooSoon(Duration nextPoll) {
        return withoutClient("polled too soon", nextPoll);
    }

    private static ProxyPollResponse withoutClient(String status, Duration nextPoll) {
        return new ProxyPollResponse(status, "", "", milliseconds(nextPoll), "");
    }

    /** Where the reference cuts and goes below 0: rounded up, so that a proxy that comes on the dot is not too soon. */
    private static long milliseconds(Duration nextPoll) {
        return Math.max(0, nextPoll.plusNanos(NANOS_PER_MILLI - 1).toMillis());
    }
}
