package dev.snowbird.bench.measure;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * So many operations a second, whether or not the last ones are done: shows how long strangers wait, who do not know of
 * each other. A latency counts from when its operation was to begin; so the time that one has to wait for its turn, or
 * that this process itself comes late, is part of it (no coordinated omission).
 *
 * @param perSecond how many operations are begun in a second
 */
public record PacedLoad(double perSecond) implements Load {

    /** With so many under way the next one has to wait, which its latency shows. */
    private static final int MOST_OPEN = 10_000;

    @Override
    public Outcome run(Workload workload, Duration time) throws InterruptedException {
        long number = Math.min(MOST_OPERATIONS, Math.round(time.toNanos() / 1e9 * perSecond));
        long start = System.nanoTime();
        long latest = start + time.plus(PATIENCE).toNanos();
        Semaphore room = new Semaphore(MOST_OPEN);
        Tally tally = new Tally();
        long missing = 0;
        for (long i = 0; i < number; i++) {
            long intended = start + Math.round(i * 1e9 / perSecond);
            sleepUntil(intended);
            if (!room.tryAcquire(latest - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                missing = number - i;
                break;
            }
            tally.begin(workload, intended).thenRun(room::release);
        }
        boolean allDone = room.tryAcquire(MOST_OPEN, latest - System.nanoTime(), TimeUnit.NANOSECONDS);
        return tally.outcome(allDone ? missing : missing + MOST_OPEN - room.availablePermits());
    }

    private static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public String inWords() {
        return Math.round(perSecond) + "/s";
    }
}
