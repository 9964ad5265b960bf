package dev.snowbird.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that a test moves on. */
public final class ManualClock extends Clock {

    private final ZoneId zone;
    private volatile Instant now;

    /** Begins at noon of some day. */
    public ManualClock() {
        this(Instant.parse("2026-07-04T12:00:00Z"));
    }

    /** Begins at a time that matters. */
    public ManualClock(Instant start) {
        this(start, ZoneOffset.UTC);
    }

    /** Begins at a time that matters, where it is another hour. */
    public ManualClock(Instant start, ZoneId zone) {
        this.now = start;
        this.zone = zone;
    }

    /** Moves it on. */
    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** Returns the same time as a monotonic clock would, in nanoseconds. */
    public long nanoTime() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new ManualClock(now, other);
    }
}
