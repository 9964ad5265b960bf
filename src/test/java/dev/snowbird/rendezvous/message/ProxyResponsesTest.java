package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyResponsesTest {

    @Test
    void writesAMatchExactlyAsTheContractShowsIt() {
        String offer = "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}";

        assertEquals("{\"Status\":\"client match\",\"Offer\":\"{\\\"type\\\":\\\"offer\\\",\\\"sdp\\\":\\\"v=0\\\\r\\\\n\\\"}\","
                + "\"NAT\":\"unknown\",\"NextPoll\":20000,\"RelayURL\":\"wss://snowflake.torproject.net/\"}",
                GoJson.write(ProxyPollResponse.match(offer, NatType.UNKNOWN, Duration.ofSeconds(20),
                        "wss://snowflake.torproject.net/")));
    }

    @Test
    void writesNoMatchExactlyAsTheContractShowsIt() {
        assertEquals("{\"Status\":\"no match\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":20000,\"RelayURL\":\"\"}",
                GoJson.write(ProxyPollResponse.noMatch(Duration.ofSeconds(20))));
    }

    @Test
    void writesARejectionExactlyAsTheContractShowsIt() {
        assertEquals("{\"Status\":\"incorrect relay pattern\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":3600000,"
                + "\"RelayURL\":\"\"}", GoJson.write(ProxyPollResponse.wrongRelayPattern(Duration.ofHours(1))));
    }

    @Test
    void writesWhetherTheClientGotTheAnswer() {
        assertEquals("{\"Status\":\"success\"}", GoJson.write(ProxyAnswerResponse.success()));
        assertEquals("{\"Status\":\"client gone\"}", GoJson.write(ProxyAnswerResponse.clientGone()));
    }
}
