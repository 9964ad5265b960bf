package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.OfferDeletions;
import dev.snowbird.rendezvous.queue.OfferDrops;
import dev.snowbird.rendezvous.queue.SeenOffers;
import dev.snowbird.testing.SqsOffer;
import dev.snowbird.testkit.SqsInWords;
import java.util.List;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/**
 * The routes {@code client-over-sqs} and {@code answer-over-sqs} together, with {@code direct:broker-queue} in the
 * place of the broker queue and a mock in the place of {@code client-poll}.
 */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "rendezvous.over-sqs=true",
        replaceRouteFromWith = "client-over-sqs=direct:broker-queue",
        mockEndpointsAndSkip = "direct:client-poll")
class ClientOverSqsRouteTest extends OfferRoutes {

    @BindToRegistry
    private final OfferDeletions offerDeletions = new OfferDeletions(sqs,
            new BrokerQueue("snowflake-broker", SqsInWords.url("snowflake-broker")), Runnable::run);
    @BindToRegistry
    private final IdempotentRepository seenOffers = new SeenOffers(100, drops);

    @Produce("direct:broker-queue")
    private ProducerTemplate brokerQueue;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/rendezvous/client-over-sqs.camel.yaml,"
                + "classpath:routes/rendezvous/answer-over-sqs.camel.yaml");
    }

    @Test
    void anOfferIsDeletedWhenItsClientHasTheResponse() {
        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of(
                "create " + SqsOffer.CLIENT_QUEUE,
                "match",
                "send to " + SqsOffer.CLIENT_QUEUE + ": " + RESPONSE,
                "delete receipt-1"), sqs.words());
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void anOfferThatComesAgainTakesNoSecondProxyButIsDeleted() {
        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());
        brokerQueue.sendBodyAndHeaders("an offer",
                new SqsOffer().with(Sqs2Constants.RECEIPT_HANDLE, "receipt-2").headers());

        assertEquals(1, clientPoll.getReceivedCounter());
        assertEquals("delete receipt-2", sqs.words().get(4));
        assertEquals(5, sqs.words().size());
        assertEquals(1, meters.get(OfferDrops.METRIC).tag("reason", "repeated").counter().count());
    }

    @Test
    void anotherOfferIsNotTakenForTheSame() {
        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());
        brokerQueue.sendBodyAndHeaders("an offer",
                new SqsOffer().with(Sqs2Constants.MESSAGE_ID, "message-2").headers());

        assertEquals(2, clientPoll.getReceivedCounter());
    }

    @Test
    void aStaleOfferIsDeletedAndNothingElse() {
        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().receivedAfter(10_001).headers());

        assertEquals(List.of("delete receipt-1"), sqs.words());
    }

    @Test
    void anOfferWithoutAQueueIsDeletedAndLoggedOnce() {
        sqs.refuse("create");

        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of("create " + SqsOffer.CLIENT_QUEUE, "delete receipt-1"), sqs.words());
        assertEquals(List.of("WARN answer-over-sqs: dropped: its client's queue could not be made: "
                + "InternalError (status 500)"), log.warnings());
    }

    @Test
    void anOfferWhoseResponseCanNotBeSentIsDeletedAndLoggedOnce() {
        sqs.refuse("send");

        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals("delete receipt-1", sqs.words().get(3));
        assertEquals(List.of("WARN answer-over-sqs: dropped: its client could not be answered: "
                + "InternalError (status 500)"), log.warnings());
    }

    @Test
    void anOfferWhoseMatchFailsUnexpectedlyIsDeletedAndLoggedOnce() {
        clientPoll.whenAnyExchangeReceived(offer -> {
            throw new IllegalStateException("a bug");
        });

        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of("create " + SqsOffer.CLIENT_QUEUE, "delete receipt-1"), sqs.words());
        assertEquals(List.of("WARN answer-over-sqs: dropped: a bug"), log.warnings());
    }

    @Test
    void anOfferOfABadClientIdIsDeletedAndLoggedOnce() {
        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().with("ClientID", "../other").headers());

        assertEquals(List.of("delete receipt-1"), sqs.words());
        assertEquals(List.of("WARN answer-over-sqs: dropped: client id can't be part of a queue name"), log.warnings());
    }

    @Test
    void aFailedDeletionIsOneLineInTheLog() {
        sqs.refuse("delete");

        brokerQueue.sendBodyAndHeaders("an offer", new SqsOffer().headers());

        assertEquals(List.of("WARN Answered offers could not be deleted and will come back: "
                + "InternalError (status 500)"), log.warnings());
    }
}
