package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a proxy's answer is answered with (Snowflake contract, section 4).
 *
 * @param status whether the client got the answer
 */
public record ProxyAnswerResponse(@JsonProperty("Status") String status) {

    /** Says that the waiting client has the answer. */
    public static ProxyAnswerResponse success() {
        return new ProxyAnswerResponse("success");
    }

    /** Says that nobody waits for the answer: unknown session, too late, or already answered. */
    public static ProxyAnswerResponse clientGone() {
        return new ProxyAnswerResponse("client gone");
    }
}
