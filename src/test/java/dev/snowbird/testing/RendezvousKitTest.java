package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.Client;
import dev.snowbird.testkit.ManualClock;
import dev.snowbird.testkit.Proxy;
import dev.snowbird.testkit.Routes;
import dev.snowbird.testkit.SnowbirdTest;
import dev.snowbird.testkit.SqsInWords;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the test kit promises of the rendezvous. */
@SnowbirdTest(routes = "src/test/resources/edited-routes/proxy-poll.camel.yaml", mocks = "log:*",
        settings = {"seabird.enabled=false", "rendezvous.client-timeout=60s", "rendezvous.proxy-timeout=60s"})
class RendezvousKitTest {

    private static final String OFFER = "v=0 of the client";
    private static final String ANSWER = "v=0 of the proxy a=candidate:1";

    @Test
    void aClientOverHttpMeetsAProxy(Proxy proxy, Client client) throws Exception {
        proxy.answers(ANSWER);

        assertTrue(client.offer(OFFER).get("answer").toString().contains(ANSWER));
        assertEquals(OFFER, proxy.offer());
    }

    @Test
    void whatComesNextIsAMock(Routes routes, Proxy proxy) throws Exception {
        routes.mock("log:turned-away").expectedMinimumMessageCount(1);

        proxy.with("AcceptedRelayPattern", "^example.net");
        assertEquals("incorrect relay pattern", proxy.poll().get("Status"));

        routes.mock("log:turned-away").assertIsSatisfied();
        assertTrue(assertThrows(IllegalStateException.class, () -> proxy.answers(ANSWER)).getMessage()
                .startsWith("the proxy got no offer, but was told {Status=incorrect relay pattern"));
    }

    @Nested
    class WithinATest {

        @Test
        void theRoutesAreThoseOfTheTestAround(Routes routes) {
            assertNotNull(routes.camel().getRoute("proxy-poll"));
            assertNull(routes.camel().getRoute("chat-message-send"));
        }
    }

    @Test
    void whoPolledTooSoonMayPollAgainWhenTheTestsClockSaysSo(Proxy proxy, Client client, ManualClock clock)
            throws Exception {
        proxy.answers(ANSWER);
        client.offer(OFFER);
        assertEquals("polled too soon", proxy.poll().get("Status"));

        clock.advance(Duration.ofHours(1));

        proxy.answers(ANSWER);
        assertTrue(client.offer(OFFER).containsKey("answer"));
    }

    @Test
    void aClientOverSqsMeetsAProxy(Proxy proxy, Client client, SqsInWords sqs) throws Exception {
        proxy.answers(ANSWER);

        assertTrue(client.offerOverSqs(OFFER).get("answer").toString().contains(ANSWER));
        assertTrue(sqs.words().get(0).startsWith("create snowflake-client-"), () -> sqs.words().toString());
    }
}
