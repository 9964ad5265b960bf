package dev.snowbird.rendezvous.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private record Entry(Instant end, boolean deleted) {
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
        entries.merge(url, entry, (known, fresh) -> known.deleted() ? fresh : known);
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
        return Optional.ofNullable(entries.get(url)).filter(this::isOver).isPresent();
    }

    /** Returns every known queue that is older than its lifetime, and forgets those deleted long ago. */
    public List<String> over() {
        entries.values().removeIf(entry -> entry.deleted() && isPast(entry));
        return entries.entrySet().stream().filter(entry -> isOver(entry.getValue())).map(Map.Entry::getKey).toList();
    }

    /** Returns how many known queues have not been deleted. */
    public long alive() {
        return entries.values().stream().filter(entry -> !entry.deleted()).count();
    }

    private boolean isOver(Entry entry) {
        return !entry.deleted() && isPast(entry);
    }

    private boolean isPast(Entry entry) {
        return clock.instant().isAfter(entry.end());
    }
}
