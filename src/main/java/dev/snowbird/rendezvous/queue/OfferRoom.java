package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * How many more offers may be in flight, and how long there has been no room for any. A pause that is longer than a
 * client's time is told in the log and counted, for then clients get lost.
 */
final class OfferRoom {

    private final BoundedLog log = new BoundedLog(OfferRoom.class);
    private final int most;
    private final IntSupplier inFlight;
    private final Duration clientTime;
    private final Clock clock;
    private final Counter pauses;
    /** Of the pause that lasts; none while there is room. */
    private volatile Pause pause;

    /** A time without room, in which the offers in flight can only become fewer. */
    private record Pause(Instant since, int fewest, Instant lastDone, boolean told) {
    }

    /**
     * @param most       how many offers may be in flight at once
     * @param inFlight   how many are in flight now; only a receive may make it grow
     * @param clientTime how long a client waits
     * @param clock      tells the time
     * @param profile    names the counter's AWS profile
     * @param meters     gets the counter of long pauses
     */
    OfferRoom(int most, IntSupplier inFlight, Duration clientTime, Clock clock, String profile,
            MeterRegistry meters) {
        this.most = most;
        this.inFlight = inFlight;
        this.clientTime = clientTime;
        this.clock = clock;
        this.pauses = Counter.builder("snowbird.receive.pauses").tag("profile", profile)
                .description("Times that no offers were received for longer than a client waits").register(meters);
    }

    /** Returns the largest receive that can ever fit. */
    int largest(int wanted) {
        return Math.min(wanted, most);
    }

    /** Tells whether so many offers more may be in flight. */
    boolean fits(int offers) {
        return most - inFlight.getAsInt() >= offers;
    }

    /** Notes that there is no room, and goes on to be none; called again and again until {@link #found}. */
    void missed() {
        Instant now = clock.instant();
        int busy = inFlight.getAsInt();
        Pause before = pause == null ? new Pause(now, busy, now, false) : pause;
        boolean progress = busy < before.fewest();
        boolean told = before.told() || tell(Duration.between(before.since(), now), busy);
        pause = new Pause(before.since(), Math.min(busy, before.fewest()), progress ? now : before.lastDone(), told);
    }

    private boolean tell(Duration soFar, int busy) {
        if (soFar.compareTo(clientTime) <= 0) {
            return false;
        }
        pauses.increment();
        log.warn("No offers are received: {} are in flight, and there may be {} (rendezvous.max-offers-in-flight)",
                busy, most);
        return true;
    }

    /** Notes that there is room. */
    void found() {
        if (pause != null && pause.told()) {
            log.info("Offers are received again");
        }
        pause = null;
    }

    /** Returns for how long nothing has been done while there was no room, once that is longer than a client waits. */
    Optional<Duration> stuck() {
        return Optional.ofNullable(pause).map(now -> Duration.between(now.lastDone(), clock.instant()))
                .filter(idle -> idle.compareTo(clientTime) > 0);
    }
}
