package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
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
        assertEquals(List.of(), ages.justOver());

        clock.advance(A_MOMENT);
        assertTrue(ages.isOver(QUEUE));
        assertEquals(List.of(QUEUE), ages.justOver());
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

        assertTrue(ages.isOver("theirs"));
        assertFalse(ages.isOver("ours"));
        assertFalse(ages.isOver("their young one"));
        assertTrue(ages.knows("ours"));
        assertTrue(ages.knows("their young one"));
    }

    @Test
    void remembersADeletedQueueWhileSqsMayStillListItAndNoLonger() {
        ages.created(QUEUE);
        ages.deleted(QUEUE);

        clock.advance(STILL_LISTED);
        ages.forgetDeleted();
        assertTrue(ages.knows(QUEUE));
        assertFalse(ages.isOver(QUEUE));

        clock.advance(STILL_LISTED.multipliedBy(3));
        ages.forgetDeleted();
        assertFalse(ages.knows(QUEUE));
    }

    @Test
    void listsThoseOfItsOwnThatAreJustOverOnceAndTheOldestFirst() {
        List.of("b", "gone", "a").forEach(ages::created);
        ages.deleted("gone");
        clock.advance(A_MOMENT);
        ages.created("c");
        ages.modified("theirs", clock.instant().minus(LIFETIME));
        clock.advance(LIFETIME);

        assertEquals(List.of("b", "a"), ages.justOver());
        assertEquals(List.of(), ages.justOver());

        clock.advance(A_MOMENT);
        assertEquals(List.of("c"), ages.justOver());
    }

    @Test
    void listsAQueueThatWasMadeAgainAfterItsSecondLifetimeOnly() {
        ages.created(QUEUE);
        ages.deleted(QUEUE);
        clock.advance(LIFETIME);
        ages.created(QUEUE);

        clock.advance(A_MOMENT);
        assertEquals(List.of(), ages.justOver());
        clock.advance(LIFETIME);
        assertEquals(List.of(QUEUE), ages.justOver());
    }
}
