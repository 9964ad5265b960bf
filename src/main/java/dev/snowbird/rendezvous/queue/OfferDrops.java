package dev.snowbird.rendezvous.queue;

import dev.snowbird.log.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the offers that get no answer, by reason: the metric {@value #METRIC} with the tag {@code reason}. */
public final class OfferDrops {

    /** The counter's name. */
    public static final String METRIC = "snowbird.offers.dropped";

    private final BoundedLog log = new BoundedLog(OfferDrops.class);
    private final MeterRegistry meters;
    private final String profile;

    /** Why an offer was dropped. */
    enum Reason {
        /** First received later than {@code rendezvous.max-offer-age}, or again when nobody waits any more. */
        TOO_OLD("too-old"),
        /** The same message again, which has been taken care of. */
        REPEATED("repeated"),
        /** No queue name can hold its client's id. */
        REFUSED_ID("refused-id"),
        /** SQS did not make its client's queue. */
        NO_QUEUE("no-queue"),
        /** SQS did not take what its client was to be told. */
        NOT_SENT("not-sent");

        private final String tag;

        Reason(String tag) {
            this.tag = tag;
        }

        /** Returns what the metrics call it. */
        String tag() {
            return tag;
        }
    }

    /**
     * @param meters  where the counters are kept
     * @param profile their AWS profile
     */
    public OfferDrops(MeterRegistry meters, String profile) {
        this.meters = meters;
        this.profile = profile;
        for (Reason reason : Reason.values()) {
            counter(reason);
        }
    }

    /** Counts an offer whose end is told elsewhere. */
    void count(Reason reason) {
        counter(reason).increment();
    }

    /** Counts an offer that came too late, and tells of it. */
    void tooOld(long seconds) {
        count(Reason.TOO_OLD);
        log.warn("An offer was dropped: it is {} s old, so its client has given up (rendezvous.max-offer-age)",
                seconds);
    }

    /** Counts an offer that came again, and tells of it. */
    void repeated() {
        count(Reason.REPEATED);
        log.info("An offer was dropped: it came before, and has been taken care of");
    }

    private Counter counter(Reason reason) {
        return Counter.builder(METRIC).tag("reason", reason.tag).tag("profile", profile)
                .description("Offers over SQS that get no answer").register(meters);
    }
}
