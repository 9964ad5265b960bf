package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.camel.Body;

/**
 * What a client's poll is answered with (Snowflake contract, sections 5 and 21). Exactly one of the two is not empty,
 * and only that one is written.
 *
 * @param answer the proxy's session description, as received
 * @param error why there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClientPollResponse(String answer, String error) {

    /** Throws {@link BadMessageException} unless exactly one of the two holds something. */
    public ClientPollResponse {
        if (answer.isEmpty() == error.isEmpty()) {
            throw new BadMessageException("received empty broker response");
        }
    }

    /**
     * Gives the client its proxy's answer.
     *
     * @param answer the proxy's session description, exactly as received
     * @return the response that carries it
     */
    public static ClientPollResponse answer(@Body String answer) {
        return new ClientPollResponse(answer, "");
    }

    /**
     * Tells the client why it gets no proxy.
     *
     * @param text the contract's text
     * @return the response that carries it
     */
    public static ClientPollResponse error(String text) {
        return new ClientPollResponse("", text);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static ClientPollResponse of(ReceivedResponse received) {
        return received.error.isEmpty() ? answer(received.answer) : error(received.error);
    }

    // Fields and not record components: as in Go, the last of repeated members must win.
    private static final class ReceivedResponse {
        @JsonProperty
        private String answer = "";
        @JsonProperty
        private String error = "";
    }
}
