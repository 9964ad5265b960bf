package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one queue has brought of the numbered events of each core, to notice those that are missing ({@link
 * EventNumbers}). The first event of a core that comes is where its numbers begin: what was published before the queue
 * was there is not missing. For deliveries that come one after the other.
 */
public final class EventGaps {

    /** Sessions of cores that are remembered; of more, those from which nothing has come for the longest time go. */
    private static final int MOST_CORES = 100;

    private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_CORES;
        }
    };

    /**
     * Takes note of an event.
     *
     * @param event came from the queue
     * @return how many events of its core are missing between the one before and this; 0 for an event without a number,
     *         which no core has published
     */
    public long missingBefore(Delivery event) {
        return EventNumber.of(event).map(this::missingBefore).orElse(0L);
    }

    private long missingBefore(EventNumber event) {
        Long before = last.put(event.core(), event.number());
        return before == null ? 0 : Math.max(0, event.number() - before - 1);
    }
}
