package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.queue.OfferDrops;
import dev.snowbird.testing.SqsOffer;
import java.util.List;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The route {@code answer-over-sqs}, with a mock in the place of {@code client-poll}. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "rendezvous.over-sqs=true",
        mockEndpointsAndSkip = "direct:client-poll")
class AnswerOverSqsRouteTest extends OfferRoutes {

    @Produce("direct:answer-over-sqs")
    private ProducerTemplate broker;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern(
                "classpath:routes/errors.camel.yaml,classpath:routes/rendezvous/answer-over-sqs.camel.yaml");
    }

    @Test
    void theQueueIsThereBeforeTheMatchAndGetsTheResponse() {
        broker.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of(
                "create " + SqsOffer.CLIENT_QUEUE,
                "match",
                "send to " + SqsOffer.CLIENT_QUEUE + ": " + RESPONSE), sqs.words());
        assertEquals("an offer", clientPoll.getReceivedExchanges().get(0).getIn().getBody());
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void aStaleOfferCostsNeitherAQueueNorAProxy() {
        broker.sendBodyAndHeaders("an offer", new SqsOffer().receivedAfter(10_001).headers());

        assertEquals(List.of(), sqs.words());
    }

    @Test
    void anOfferThatComesAgainIsWorthAnAnswerForLonger() {
        broker.sendBodyAndHeaders("an offer",
                new SqsOffer().receivedAfter(10_001).with("ApproximateReceiveCount", "2").headers());

        assertEquals("match", sqs.words().get(1));
    }

    @Test
    void withoutAQueueNoProxyIsTaken() {
        sqs.refuse("create");

        broker.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of("create " + SqsOffer.CLIENT_QUEUE), sqs.words());
        assertEquals(List.of("WARN answer-over-sqs: dropped: its client's queue could not be made: "
                + "InternalError (status 500)"), log.warnings());
    }

    @Test
    void aResponseThatCanNotBeSentIsOneLineInTheLogWithoutIdOrOffer() {
        sqs.refuse("send");

        broker.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of("WARN answer-over-sqs: dropped: its client could not be answered: "
                + "InternalError (status 500)"), log.warnings());
    }

    @Test
    void clientIdsThatFitNoQueueNameAreOneLineInTheLogHoweverManyCome() {
        for (int offer = 0; offer < 100; offer++) {
            broker.sendBodyAndHeaders("an offer", new SqsOffer().with("ClientID", "../other").headers());
            broker.sendBodyAndHeaders("an offer", new SqsOffer().with("ClientID", "a".repeat(64)).headers());
            broker.sendBodyAndHeaders("an offer", new SqsOffer().with("ClientID", null).headers());
        }

        assertEquals(List.of(), sqs.words());
        assertEquals(List.of("WARN answer-over-sqs: dropped: client id can't be part of a queue name"), log.warnings());
        assertEquals(300, meters.get(OfferDrops.METRIC).tag("reason", "refused-id").counter().count());
    }
}
