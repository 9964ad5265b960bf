package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayPolicyTest {

    @ParameterizedTest
    @CsvSource(nullValues = "absent", value = {
        // the broker's pattern, the proxy's: accepted?
        "snowflake.torproject.net$, snowflake.torproject.net$, true",
        "snowflake.torproject.net$, '', true",
        "snowflake.torproject.net$, absent, false",
        "snowflake.torproject.net$, 02.snowflake.torproject.net$, false",
        "snowflake.torproject.net$, ^snowflake.torproject.net$, false",
        "'', snowflake.torproject.net$, false",
        "'', '', true",
        "'', absent, false",
    })
    void acceptsAProxyThatConnectsToEveryRelayOfThisBroker(String broker, String proxy, boolean accepted) {
        RelayPolicy policy = new RelayPolicy(RelayPattern.of(broker), Duration.ofHours(1));

        assertEquals(accepted, policy.accepts(
                new ProxyPoll("sid", ProxyType.UNKNOWN, NatType.UNKNOWN, 0, Optional.ofNullable(proxy))));
    }

    @Test
    void asksAProxyThatIsTurnedAwayNotToComeBackSoon() {
        RelayPolicy policy = new RelayPolicy(RelayPattern.of("a.example"), Duration.ofHours(1));

        assertEquals(new ProxyPollResponse("incorrect relay pattern", "", "", 3_600_000, ""), policy.turnAway());
    }
}
