package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.RendezvousEvents;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Polls;
import dev.snowbird.testing.RendezvousParts;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The route {@code proxy-answer}, with {@code direct:proxy-answer} in the place of {@code POST /answer}. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "proxy-answer=direct:proxy-answer")
@Timeout(120)
class ProxyAnswerRouteTest {

    private static final String SUCCESS = "{\"Status\":\"success\"}";
    private static final String CLIENT_GONE = "{\"Status\":\"client gone\"}";

    private static final String REQUEST =
            "{\"Version\":\"1.3\",\"Sid\":\"the-sid\",\"Answer\":" + GoJson.write(Polls.ANSWER) + "}";

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final RendezvousEvents rendezvousEvents = RendezvousParts.events();
    @BindToRegistry
    private final Matchmaker matchmaker = RendezvousParts.matchmaker(Duration.ofMinutes(10));

    @Produce("direct:proxy-answer")
    private ProducerTemplate proxy;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern(
                "classpath:routes/errors.camel.yaml,classpath:routes/rendezvous/proxy-answer.camel.yaml");
    }

    @Test
    void isHandedUnchangedToTheClientThatWaits() {
        CompletionStage<String> client = matchClientWithProxy();

        assertEquals(SUCCESS, proxy.requestBody((Object) REQUEST, String.class));
        assertEquals(Polls.ANSWER, client.toCompletableFuture().join());
    }

    @Test
    void findsItsClientGoneWhenNoneEverCame() {
        assertEquals(CLIENT_GONE, proxy.requestBody((Object) REQUEST, String.class));
    }

    @Test
    void findsItsClientGoneTheSecondTime() {
        matchClientWithProxy();
        proxy.requestBody((Object) REQUEST, String.class);

        assertEquals(CLIENT_GONE, proxy.requestBody((Object) REQUEST, String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=nothing", "a=Candidate", "a=candidat", ""})
    void isABadRequestWithoutACandidateAddress(String otherwise) {
        assertIsBadRequest(REQUEST.replace("a=candidate", otherwise));
    }

    @Test
    void isABadRequestWhenItIsNoJson() {
        assertIsBadRequest("a=candidate");
    }

    @Test
    void isABadRequestWhenARuleIsBroken() {
        assertIsBadRequest(REQUEST.replace("the-sid", ""));
        assertIsBadRequest(REQUEST.replace("1.3", "2.0"));
        assertIsBadRequest(REQUEST.replace("\\\"type\\\":\\\"answer\\\"", "\\\"type\\\":\\\"reply\\\""));
    }

    private CompletionStage<String> matchClientWithProxy() {
        matchmaker.awaitOffer(Polls.PROXY, null, null, null);
        return matchmaker.awaitAnswer(Polls.CLIENT, null, null, null, new DefaultExchange(proxy.getCamelContext()));
    }

    private void assertIsBadRequest(String body) {
        Exchange answer = proxy.request(proxy.getDefaultEndpoint(), request -> request.getMessage().setBody(body));

        assertEquals("400", answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));
        assertEquals("", answer.getMessage().getBody(String.class));
    }
}
