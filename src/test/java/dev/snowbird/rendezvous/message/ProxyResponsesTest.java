package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void writesTooSoonAPollExactlyAsTheContractShowsIt() {
        assertEquals("{\"Status\":\"polled too soon\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":12345,\"RelayURL\":\"\"}",
                GoJson.write(ProxyPollResponse.tooSoon(Duration.ofMillis(12_345))));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "999999, 1", "1000000, 1", "1000001, 2", "-1, 0", "-5000000001, 0",
        "19999000001, 20000"})
    void roundsTheNextPollUpAndNeverGoesBelowZero(long nanoseconds, long nextPoll) {
        assertEquals(nextPoll, ProxyPollResponse.noMatch(Duration.ofNanos(nanoseconds)).nextPoll());
    }

    @Test
    void writesWhetherTheClientGotTheAnswer() {
        assertEquals("{\"Status\":\"success\"}", GoJson.write(ProxyAnswerResponse.success()));
        assertEquals("{\"Status\":\"client gone\"}", GoJson.write(ProxyAnswerResponse.clientGone()));
    }
}
