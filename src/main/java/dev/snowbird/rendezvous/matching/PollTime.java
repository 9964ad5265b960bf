package dev.snowbird.rendezvous.matching;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a poll came, and what its pool's interval was then. Times are nanoseconds of the monotonic clock.
 *
 * @param arrived  when it came
 * @param interval the interval
 */
record PollTime(long arrived, long interval) {

    static PollTime of(long now, Duration interval) {
        return new PollTime(now, nanos(interval));
    }

    /**
     * Returns how long it is until the next poll, less than 0 when its time has passed. An operator who makes the
     * interval shorter helps also those who came before.
     */
    long rest(long now, Duration intervalInForce) {
        return Math.min(interval, nanos(intervalInForce)) - (now - arrived);
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
