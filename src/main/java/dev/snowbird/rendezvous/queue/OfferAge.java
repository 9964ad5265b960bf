package dev.snowbird.rendezvous.queue;

import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Header;

/**
 * Tells offers whose client still waits from those whose client has given up.
 *
 * <p>A client looks for its queue for about 5 s after it has sent its offer. Then the queue must be there, and the
 * client polls it for about 100 s more (Snowflake contract, section 8). So an offer that nobody received in time is
 * lost, while one that comes again had its queue made at its first receipt, and is worth an answer for longer.
 */
public final class OfferAge {

    private final Duration maxAge;
    private final Duration maxAgeRedelivered;
    private final Clock clock;
    private final OfferDrops drops;

    /**
     * @param maxAge            how long an offer may have waited to be received for the first time
     * @param maxAgeRedelivered how long ago an offer that comes again may have been sent
     * @param clock             tells the time
     * @param drops             counts the offers that are too old
     */
    public OfferAge(Duration maxAge, Duration maxAgeRedelivered, Clock clock, OfferDrops drops) {
        this.maxAge = maxAge;
        this.maxAgeRedelivered = maxAgeRedelivered;
        this.clock = clock;
        this.drops = drops;
    }

    /**
     * Decides by SQS' own times, and counts those that are too old.
     *
     * @param sent          when SQS got the offer, in milliseconds since 1970
     * @param firstReceived when SQS first gave it to a broker, in milliseconds since 1970
     * @param receipts      how often SQS has given it to a broker, this time included
     * @return whether the offer's client may still be there; an offer without these times counts as new
     */
    public boolean isFresh(@Header("SentTimestamp") Long sent,
            @Header("ApproximateFirstReceiveTimestamp") Long firstReceived,
            @Header("ApproximateReceiveCount") Integer receipts) {
        if (sent == null || firstReceived == null) {
            return true;
        }
        boolean again = receipts != null && receipts > 1;
        Duration age = Duration.ofMillis((again ? clock.millis() : firstReceived) - sent);
        boolean fresh = age.compareTo(again ? maxAgeRedelivered : maxAge) <= 0;
        if (!fresh) {
            drops.tooOld(age.toSeconds());
        }
        return fresh;
    }
}
