package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route {@code client-poll}, called by a route that goes on with what comes back. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties")
@Timeout(120)
class ClientPollRouteTest {

    private static final String POLL = poll("{\"offer\":" + GoJson.write(Polls.OFFER) + ",\"nat\":\"restricted\"}");

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RendezvousEvents rendezvousEvents = RendezvousParts.events();
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));

    @Produce("direct:caller")
    private ProducerTemplate client;
    @EndpointInject("mock:caller-goes-on")
    private MockEndpoint callerGoesOn;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/rendezvous/client-poll.camel.yaml");
        camel.addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:caller").to("direct:client-poll").to("mock:caller-goes-on");
            }
        });
    }

    @Test
    void bringsTheProxysAnswerUnchanged() {
        client.setThreadedAsyncMode(false);
        matchmaker.awaitOffer(Polls.PROXY, null, null, null);
        CompletableFuture<Object> caller = client.asyncRequestBody(client.getDefaultEndpoint(), POLL);
        assertEquals(0, callerGoesOn.getReceivedCounter());

        matchmaker.deliver(new ProxyAnswer("the-sid", Polls.ANSWER));

        caller.join();
        assertCallerGotBack("{\"answer\":" + GoJson.write(Polls.ANSWER) + "}");
    }

    @Test
    void servesAWayThatAnOperatorHasAddedLikeAnyOther() {
        Exchange done = client.send(client.getDefaultEndpoint(), poll -> {
            poll.setProperty(RouteProperties.RENDEZVOUS_METHOD, "telegram");
            poll.getMessage().setBody(POLL);
        });

        assertNull(done.getException());
        assertCallerGotBack("{\"error\":\"no snowflake proxies currently available\"}");
    }

    @Test
    void refusesAnotherVersion() {
        assertError("unsupported message version", "1.1\n{}");
        assertError("unsupported message version", "1.0");
    }

    @Test
    void saysInGosWordsWhyItIsNoJson() {
        assertError("unexpected end of JSON input", poll(""));
        assertError("invalid character 'x' looking for beginning of value", poll("x"));
        assertError("json: cannot unmarshal number into Go struct field ClientPollRequest.offer of type string",
                poll("{\"offer\":1}"));
    }

    @Test
    void refusesAMissingOffer() {
        assertError("no supplied offer", poll("{\"fingerprint\":\"not looked at\"}"));
        assertError("no supplied offer", poll("{\"offer\":\"\"}"));
    }

    @Test
    void refusesAnOfferThatIsNoSessionDescription() {
        assertError("malformed session description: cannot deserialize SessionDescription without type field",
                poll("{\"offer\":\"{}\"}"));
    }

    @Test
    void refusesAFingerprintThatIsNone() {
        assertError("cannot decode fingerprint", pollWith("fingerprint", "2B28"));
    }

    @Test
    void refusesAnUnknownNatType() {
        assertError("invalid NAT type", pollWith("nat", "symmetric"));
    }

    @Test
    void refusesABridgeThatIsNotInTheList() {
        assertError("bridge with requested fingerprint is unknown to the broker",
                pollWith("fingerprint", "A".repeat(40)));
    }

    @Test
    void isDeniedAtOnceWhenNoProxyWaits() {
        assertError("no snowflake proxies currently available", POLL);
    }

    /** Clients here have no patience at all. */
    @Nested
    class WhenTheTimeIsUp {

        @BindToRegistry("matchmaker")
        private final Matchmaker impatient = RendezvousParts.matchmaker(Duration.ZERO);

        @Test
        void saysThatTheProxyDidNotAnswer() {
            impatient.awaitOffer(Polls.PROXY, null, null, null);

            assertError("timed out waiting for answer!", POLL);
        }
    }

    private static String poll(String json) {
        return "1.0\n" + json;
    }

    private static String pollWith(String member, String value) {
        return poll("{\"offer\":%s,\"%s\":\"%s\"}".formatted(GoJson.write(Polls.OFFER), member, value));
    }

    private void assertError(String text, String poll) {
        callerGoesOn.reset();
        client.requestBody((Object) poll);
        assertCallerGotBack("{\"error\":\"" + text + "\"}");
    }

    private void assertCallerGotBack(String json) {
        assertEquals(1, callerGoesOn.getReceivedCounter());
        assertEquals(json, callerGoesOn.getReceivedExchanges().get(0).getMessage().getBody(String.class));
    }
}
