package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.AmqpLink;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends waits that all may last equally long. Whoever began first is out of time first, so one look at the head of a
 * queue does for all, instead of a timer for each: most are over long before.
 */
final class Deadlines {

    private final AmqpLink link;
    private final Duration time;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    /** Whether a look at the queue is to come. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** A wait that has begun. It keeps nothing of what waits once that is over. */
    static final class Wait {

        private final long end;
        private final AtomicReference<Runnable> late;

        private Wait(long end, Runnable late) {
            this.end = end;
            this.late = new AtomicReference<>(late);
        }

        /** Ends it in time. */
        void over() {
            late.set(null);
        }

        private long left() {
            return end - System.nanoTime();
        }

        private void runLate() {
            Runnable work = late.getAndSet(null);
            if (work != null) {
                work.run();
            }
        }
    }

    /**
     * @param link has something run after a while
     * @param time how long each may wait
     */
    Deadlines(AmqpLink link, Duration time) {
        this.link = link;
        this.time = time;
    }

    /**
     * Begins a wait.
     *
     * @param late what to do when it is not over in time; must not block
     */
    Wait begin(Runnable late) {
        Wait wait = new Wait(System.nanoTime() + time.toNanos(), late);
        waits.add(wait);
        if (looking.compareAndSet(false, true)) {
            lookAfter(wait.left());
        }
        return wait;
    }

    private void lookAfter(long nanos) {
        // Rounded up, lest it come a moment too early and again.
        link.after(Duration.ofMillis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)) + 1), this::look);
    }

    private void look() {
        do {
            for (Wait first = waits.peek(); first != null; first = waits.peek()) {
                if (first.left() > 0) {
                    lookAfter(first.left());
                    return;
                }
                // Nobody else removes any.
                waits.poll();
                first.runLate();
            }
            looking.set(false);
            // One that has begun since then, and found this still looking, is ours.
        } while (!waits.isEmpty() && looking.compareAndSet(false, true));
    }
}
