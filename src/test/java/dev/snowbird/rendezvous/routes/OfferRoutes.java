package dev.snowbird.rendezvous.routes;

import dev.snowbird.rendezvous.queue.ClientQueues;
import dev.snowbird.rendezvous.queue.OfferAge;
import dev.snowbird.rendezvous.queue.OfferDrops;
import dev.snowbird.rendezvous.queue.QueueAges;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.SqsInWords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/**
 * What stands around the route {@code answer-over-sqs} in tests: the real beans on queues that write down what they are
 * asked, an hour that stays, and a mock in the place of {@code client-poll} that answers every offer.
 */
abstract class OfferRoutes {

    static final String RESPONSE = "{\"answer\":\"an answer\"}";

    final SqsInWords sqs = new SqsInWords();
    @AutoClose
    final LogLines log = new LogLines();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final OfferDrops drops = new OfferDrops(meters, "");

    @BindToRegistry
    final ClientQueues clientQueues = new ClientQueues(sqs, "snowflake-client-",
            new QueueAges(Duration.ofMinutes(2), Clock.systemUTC()), drops);
    @BindToRegistry
    final OfferAge offerAge = new OfferAge(Duration.ofSeconds(10), Duration.ofSeconds(100),
            Clock.fixed(Instant.ofEpochMilli(1_060_000), ZoneOffset.UTC), drops);

    @EndpointInject("mock:direct:client-poll")
    MockEndpoint clientPoll;

    @BeforeEach
    void letTheCoreAnswer() {
        clientPoll.whenAnyExchangeReceived(offer -> {
            sqs.note("match");
            offer.getMessage().setBody(RESPONSE);
        });
    }
}
