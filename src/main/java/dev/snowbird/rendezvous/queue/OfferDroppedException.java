package dev.snowbird.rendezvous.queue;

/** An offer that can't be answered, and why, in words that fit a log: no address, no id, nothing of the offer. */
public final class OfferDroppedException extends RuntimeException {

    /**
     * @param reason completes the sentence "An offer was dropped:"
     */
    public OfferDroppedException(String reason) {
        super(reason, null, false, false);
    }
}
