package dev.snowbird.rendezvous.queue;

import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/** Remembers offers by their message id, so that one that comes again is dropped, and counts those. */
public final class SeenOffers extends MemoryIdempotentRepository {

    private final OfferDrops drops;

    /**
     * @param most  how many offers are remembered
     * @param drops counts those that come again
     */
    public SeenOffers(int most, OfferDrops drops) {
        this.drops = drops;
        setCacheSize(most);
    }

    /** Stays: the route that stops may be one that another has taken the place of. */
    @Override
    protected void doStop() {
    }

    @Override
    public boolean add(String messageId) {
        boolean isNew = super.add(messageId);
        if (!isNew) {
            drops.repeated();
        }
        return isNew;
    }
}
