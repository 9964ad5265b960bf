package dev.snowbird.rendezvous.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A proxy answers the client it was given (Snowflake contract, section 4, checks 3 to 6). An instance is a valid
 * answer.
 *
 * @param sid the proxy's name for the poll that the client was given to, not empty
 * @param answer the session description for the client, as received
 */
public record ProxyAnswer(String sid, String answer) {

    private static final String VERSION = "1.3";

    /** Throws {@link BadMessageException} if either is missing or the answer is no session description. */
    public ProxyAnswer {
        if (sid == null || sid.isEmpty()) {
            throw new BadMessageException("no supplied session id");
        }
        if (answer == null || answer.isEmpty()) {
            throw new BadMessageException("no supplied answer");
        }
        SessionDescription.check(answer);
    }

    /** Returns the answer as a proxy sends it. */
    public String toJson() {
        ProxyAnswerRequest request = new ProxyAnswerRequest();
        request.version = VERSION;
        request.sid = sid;
        request.answer = answer;
        return GoJson.write(request);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static ProxyAnswer of(ProxyAnswerRequest request) {
        ProxyVersion.requireSupported(request.version);
        return new ProxyAnswer(request.sid, request.answer);
    }

    // Fields and not record components: as in Go, the last of repeated members must win.
    private static final class ProxyAnswerRequest {
        @JsonProperty("Version")
        private String version;
        @JsonProperty("Sid")
        private String sid;
        @JsonProperty("Answer")
        private String answer;
    }
}
