package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.QueueAges;
import dev.snowbird.rendezvous.queue.QueueCleanup;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.ManualClock;
import dev.snowbird.testkit.SqsInWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The routes {@code sqs-queue-cleanup} and {@code sqs-queue-expiry}, with {@code direct:} endpoints in the place of their
 * timers.
 */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "rendezvous.over-sqs=true",
        replaceRouteFromWith = {"sqs-queue-cleanup=direct:tick", "sqs-queue-expiry=direct:moment"})
@Timeout(120)
class SqsQueueCleanupRouteTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final SqsInWords sqs = new SqsInWords();
    @AutoClose
    private final LogLines log = new LogLines();
    private final ManualClock clock = new ManualClock(NOW);
    private final QueueAges ages = new QueueAges(Duration.ofMinutes(2), clock);

    @BindToRegistry
    private final QueueCleanup queueCleanup = new QueueCleanup(sqs,
            new BrokerQueue("q-broker", SqsInWords.url("q-broker")), "q-", ages);

    @Produce("direct:tick")
    private ProducerTemplate timer;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern(
                "classpath:routes/errors.camel.yaml,classpath:routes/rendezvous/sqs-queue-*.camel.yaml");
    }

    @Test
    void theListIsFollowedFromPageToPage() {
        sqs.page("q-1", "q-2").page("q-3").page("q-4");

        tick();

        assertEquals(List.of("list q-", "list q-, page 2", "list q-, page 3"), callsOf("list"));
        assertEquals(Set.of("delete queue q-1", "delete queue q-2", "delete queue q-3", "delete queue q-4"),
                Set.copyOf(callsOf("delete")));
    }

    @Test
    void oneQueueThatCanNotBeDeletedDoesNotStopTheRest() {
        sqs.page("q-1", "q-2").page("q-3").refuse("delete queue q-1");

        tick();

        assertEquals(Set.of("delete queue q-1", "delete queue q-2", "delete queue q-3"), Set.copyOf(callsOf("delete")));
        assertEquals(List.of("WARN Cleaning up, client queues could not be deleted (1 times): InternalError (status 500)"), log.warnings());
    }

    @Test
    void aQueueWhoseAgeCanNotBeLearntIsKept() {
        sqs.page("q-1", "q-2").refuse("age of q-1");

        tick();

        assertEquals(List.of("delete queue q-2"), callsOf("delete"));
    }

    @Test
    void aListThatBreaksOffIsUsedAsFarAsItGoes() {
        sqs.page("q-1").page("q-2").refuse("list q-, page 2");

        tick();

        assertEquals(List.of("delete queue q-1"), callsOf("delete"));
    }

    @Test
    void aYoungQueueIsKeptWithoutAskingForItsAge() {
        ages.modified(SqsInWords.url("q-young"), NOW.minusSeconds(120));
        ages.modified(SqsInWords.url("q-old"), NOW.minusSeconds(121));
        sqs.page("q-young", "q-old");

        tick();

        assertEquals(List.of("list q-", "delete queue q-old"), sqs.words());
    }

    @Test
    void theBrokerQueueIsKeptWhateverThePrefix() {
        sqs.page("q-broker", "q-1");

        tick();

        assertEquals(List.of("delete queue q-1"), callsOf("delete"));
    }

    @Test
    void theNextRoundStartsTheListAnew() {
        sqs.page("q-1").page("q-2");

        tick();
        tick();

        assertEquals(List.of("list q-", "list q-, page 2", "list q-", "list q-, page 2"), callsOf("list"));
        assertEquals(2, callsOf("delete").size());
    }

    @Test
    void aQueueOfThisProcessIsDeletedWhenItsTimeIsOverAndNothingIsListed() {
        ages.created(SqsInWords.url("q-1"));
        clock.advance(Duration.ofSeconds(1));
        ages.created(SqsInWords.url("q-2"));
        clock.advance(Duration.ofMinutes(2));

        moment();
        moment();

        assertEquals(List.of("delete queue q-1"), sqs.words());
    }

    @Test
    void aQueueThatCouldNotBeDeletedThenIsTriedAgainWhenItIsListed() {
        ages.created(SqsInWords.url("q-1"));
        clock.advance(Duration.ofSeconds(121));
        sqs.refuse("delete queue q-1").page("q-1");

        moment();
        moment();
        tick();

        assertEquals(List.of("delete queue q-1", "list q-", "delete queue q-1"), sqs.words());
        assertEquals(2, log.warnings().size(), "one line for what was between the rounds, and one for the round");
    }

    private void moment() {
        timer.sendBody("direct:moment", null);
    }

    private void tick() {
        timer.sendBody(null);
    }

    private List<String> callsOf(String verb) {
        return sqs.words().stream().filter(call -> call.startsWith(verb)).toList();
    }
}
