package dev.snowbird.rendezvous.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of client queues without asking SQS: when each was made, so when its time is over.
 *
 * <p>A deleted queue stays known for a while, because SQS goes on listing it for up to a minute.
 */
public final class QueueAges {

    /** How long a deleted queue may still be listed, with room to spare. */
    private static final Duration ECHO = Duration.ofMinutes(3);

    private final Duration lifetime;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /** Of queues that this process made, in the order in which they end; locked when it is used. */
    private final Queue<End> ends = new ArrayDeque<>();

    private record Entry(Instant end, boolean deleted) {
    }

    private record End(String url, Instant end) {
    }

    /**
     * @param lifetime how old a client queue may grow (Snowflake contract, section 8: two minutes)
     * @param clock    tells the time
     */
    public QueueAges(Duration lifetime, Clock clock) {
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Notes that a queue has just been made. A queue that was known already keeps its first time, unless it was
     * deleted since.
     *
     * @param url the queue
     */
    public void created(String url) {
        Entry entry = new Entry(clock.instant().plus(lifetime), false);
        if (entries.merge(url, entry, (known, fresh) -> known.deleted() ? fresh : known) == entry) {
            synchronized (ends) {
                ends.add(new End(url, entry.end()));
            }
        }
    }

    /**
     * Notes what SQS said of a queue that somebody else made.
     *
     * @param url      the queue
     * @param modified when it was last modified
     */
    public void modified(String url, Instant modified) {
        entries.putIfAbsent(url, new Entry(modified.plus(lifetime), false));
    }

    /**
     * Notes that a queue is gone.
     *
     * @param url the queue
     */
    public void deleted(String url) {
        entries.put(url, new Entry(clock.instant().plus(ECHO), true));
    }

    /** Tells whether SQS need not be asked for the age of a queue. */
    public boolean knows(String url) {
        return entries.containsKey(url);
    }

    /** Tells whether a queue exists, as far as is known, and is older than its lifetime. */
    public boolean isOver(String url) {
        return Optional.ofNullable(entries.get(url)).filter(entry -> !entry.deleted() && isPast(entry.end()))
                .isPresent();
    }

    /** Returns the queues made by this process whose time is over since the last call, the oldest first. */
    public List<String> justOver() {
        List<String> over = new ArrayList<>();
        synchronized (ends) {
            while (!ends.isEmpty() && isPast(ends.peek().end())) {
                String url = ends.remove().url();
                if (isOver(url)) {
                    over.add(url);
                }
            }
        }
        return over;
    }

    /** Forgets queues that were deleted so long ago that SQS does not list them any more. */
    public void forgetDeleted() {
        entries.values().removeIf(entry -> entry.deleted() && isPast(entry.end()));
    }

    /** Returns how many known queues have not been deleted. */
    public long alive() {
        return entries.values().stream().filter(entry -> !entry.deleted()).count();
    }

    private boolean isPast(Instant end) {
        return clock.instant().isAfter(end);
    }
}
