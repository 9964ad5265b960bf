package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.PollLimit;
import dev.snowbird.rendezvous.matching.RelayPattern;
import dev.snowbird.rendezvous.matching.RelayPolicy;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route {@code proxy-poll}, with {@code direct:proxy-poll} in the place of {@code POST /proxy}. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "proxy-poll=direct:proxy-poll")
@Timeout(120)
class ProxyPollRouteTest {

    private static final String POLL = """
            {"Sid":"the-sid","Version":"1.3","Type":"standalone","NAT":"unrestricted","Clients":0,
             "AcceptedRelayPattern":"snowflake.torproject.net$"}""";

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RendezvousEvents rendezvousEvents = RendezvousParts.events();
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));
    @BindToRegistry
    private final PollLimit pollLimit = RendezvousParts.pollLimit();
    @BindToRegistry
    private final RelayPolicy relayPolicy =
            new RelayPolicy(RelayPattern.of("snowflake.torproject.net$"), Duration.ofHours(1));

    @Produce("direct:proxy-poll")
    private ProducerTemplate proxy;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern(
                "classpath:routes/errors.camel.yaml,"
                + "classpath:routes/rendezvous/proxy-poll.camel.yaml,classpath:routes/rendezvous/hold-proxy.camel.yaml");
    }

    @BeforeEach
    void pollOnTheTestsOwnThread() {
        // So that the proxy is waiting for sure when asyncRequestBody returns.
        proxy.setThreadedAsyncMode(false);
    }

    /** Camel would wait for what is held, three quarters of a minute. */
    @AfterEach
    void sendTheHeldAway() {
        matchmaker.close();
    }

    @Test
    void isHeldUntilAClientsOfferComes() {
        CompletableFuture<String> held = proxy.asyncRequestBody(proxy.getDefaultEndpoint(), POLL, String.class);
        assertFalse(held.isDone());

        matchmaker.awaitAnswer(Polls.CLIENT, null, null, null, new DefaultExchange(proxy.getCamelContext()));

        assertEquals("{\"Status\":\"client match\","
                + "\"Offer\":\"{\\\"type\\\":\\\"offer\\\",\\\"sdp\\\":\\\"v=0 of the client\\\\r\\\\n\\u003cö\\u003e\\\"}\","
                + "\"NAT\":\"restricted\",\"NextPoll\":20000,\"RelayURL\":\"wss://snowflake.torproject.net/\"}",
                held.join());
    }

    @Test
    void isAnsweredWithoutAnOfferWhenTheWaitEnds() {
        CompletableFuture<String> held = proxy.asyncRequestBody(proxy.getDefaultEndpoint(), POLL, String.class);

        matchmaker.close();

        assertEquals("{\"Status\":\"no match\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":20000,\"RelayURL\":\"\"}",
                held.join());
    }

    @Test
    void isTurnedAwayAtOnceForItsRelayPattern() {
        String poll = POLL.replace("snowflake.torproject.net$", "^elsewhere.example$");

        assertEquals("{\"Status\":\"incorrect relay pattern\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":3600000,"
                + "\"RelayURL\":\"\"}", proxy.requestBody((Object) poll, String.class));
    }

    @Test
    void isTurnedAwayAtOnceWhenItsAddressHasJustPolledThatPool() throws Exception {
        CompletableFuture<String> held = pollFrom("129.97.208.23", POLL);

        assertEquals("{\"Status\":\"polled too soon\",\"Offer\":\"\",\"NAT\":\"\",\"NextPoll\":20000,\"RelayURL\":\"\"}",
                pollFrom("129.97.208.23", POLL.replace("unrestricted", "open")).join());

        assertFalse(held.isDone());
        assertFalse(pollFrom("129.97.208.24", POLL).isDone());
        assertFalse(pollFrom("129.97.208.23", POLL.replace("unrestricted", "moderate")).isDone());
        assertEquals(3, matchmaker.waitingProxies());
    }

    @Test
    void usesUpNothingWhenItIsTurnedAwayForItsRelayPattern() throws Exception {
        String poll = POLL.replace("snowflake.torproject.net$", "^elsewhere.example$");
        for (int i = 0; i < 2; i++) {
            assertTrue(pollFrom("129.97.208.23", poll).join().contains("\"incorrect relay pattern\""));
        }

        assertFalse(pollFrom("129.97.208.23", POLL).isDone());
        assertTrue(pollFrom("129.97.208.23", poll).join().contains("\"NextPoll\":3600000"));
    }

    private CompletableFuture<String> pollFrom(String address, String poll) throws Exception {
        InetAddress from = InetAddress.getByName(address);
        return proxy.asyncSend(proxy.getDefaultEndpoint(), request -> {
            request.setProperty(RouteProperties.CLIENT_ADDRESS, from);
            request.getMessage().setBody(poll);
        }).thenApply(answer -> answer.getMessage().getBody(String.class));
    }

    @Test
    void isABadRequestWhenItIsNoJson() {
        assertIsBadRequest("Sid=the-sid");
    }

    @Test
    void isABadRequestWhenARuleIsBroken() {
        assertIsBadRequest(POLL.replace("the-sid", ""));
        assertIsBadRequest(POLL.replace("1.3", "2.0"));
        assertIsBadRequest(POLL.replace("unrestricted", "symmetric"));
    }

    private void assertIsBadRequest(String poll) {
        Exchange answer = proxy.request(proxy.getDefaultEndpoint(), request -> request.getMessage().setBody(poll));

        assertEquals("400", answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));
        assertEquals("", answer.getMessage().getBody(String.class));
    }
}
