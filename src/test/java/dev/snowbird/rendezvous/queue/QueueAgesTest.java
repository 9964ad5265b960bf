package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueAgesTest {

    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    /** SQS goes on listing a deleted queue for up to this. */
    private static final Duration STILL_LISTED = Duration.ofMinutes(1);
    private static final String QUEUE = "https://sqs/queue";

    private final ManualClock clock = new ManualClock();
    private final QueueAges ages = new QueueAges(LIFETIME, clock);

    @Test
    void knowsNothingOfOtherQueues() {
        assertFalse(ages.knows(QUEUE));
        assertFalse(ages.isOver(QUEUE));
    }

    @Test
    void endsAQueueWhenItIsOlderThanItsLifetime() {
        ages.created(QUEUE);

        clock.advance(LIFETIME);
        assertFalse(ages.isOver(QUEUE));
        assertEquals(List.of(), ages.over());

        clock.advance(A_MOMENT);
        assertTrue(ages.isOver(QUEUE));
        assertEquals(List.of(QUEUE), ages.over());
    }

    @Test
    void countsQueuesUntilTheyAreDeletedThoughTheyMayStillBeListed() {
        ages.created(QUEUE);
        ages.created(QUEUE + 2);
        ages.modified(QUEUE + 3, clock.instant());
        assertEquals(3, ages.alive());

        clock.advance(LIFETIME.plus(A_MOMENT));
        ages.deleted(QUEUE);
        assertEquals(2, ages.alive());
    }

    @Test
    void countsFromTheFirstTimeAQueueWasMade() {
        ages.created(QUEUE);
        clock.advance(LIFETIME);
        ages.created(QUEUE);
        clock.advance(A_MOMENT);

        assertTrue(ages.isOver(QUEUE));
    }

    @Test
    void countsAnewForAQueueThatIsMadeAgainAfterItWasDeleted() {
        ages.created(QUEUE);
        clock.advance(LIFETIME);
        ages.deleted(QUEUE);
        ages.created(QUEUE);

        clock.advance(LIFETIME);
        assertFalse(ages.isOver(QUEUE));
        clock.advance(A_MOMENT);
        assertTrue(ages.isOver(QUEUE));
    }

    @Test
    void believesSqsOnlyAboutQueuesOfOthers() {
        ages.created("ours");
        ages.modified("ours", clock.instant().minus(LIFETIME).minus(A_MOMENT));
        ages.modified("theirs", clock.instant().minus(LIFETIME).minus(A_MOMENT));
        ages.modified("their young one", clock.instant().minus(LIFETIME));

        assertEquals(List.of("theirs"), ages.over());
        assertTrue(ages.knows("ours"));
        assertTrue(ages.knows("their young one"));
    }

    @Test
    void remembersADeletedQueueWhileSqsMayStillListItAndNoLonger() {
        ages.created(QUEUE);
        ages.deleted(QUEUE);

        clock.advance(STILL_LISTED);
        assertEquals(List.of(), ages.over());
        assertTrue(ages.knows(QUEUE));
        assertFalse(ages.isOver(QUEUE));

        clock.advance(STILL_LISTED.multipliedBy(3));
        assertEquals(List.of(), ages.over());
        assertFalse(ages.knows(QUEUE));
    }

    @Test
    void listsAllThatAreOver() {
        ages.created("a");
        ages.created("b");
        clock.advance(A_MOMENT);
        ages.created("c");
        clock.advance(LIFETIME);

        assertEquals(Set.of("a", "b"), Set.copyOf(ages.over()));
    }
}
