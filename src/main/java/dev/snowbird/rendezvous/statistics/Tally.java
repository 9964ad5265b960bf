package dev.snowbird.rendezvous.statistics;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Counts by key. Not thread-safe: its owner holds a lock. */
final class Tally<K> {

    private final Map<K, Long> counts = new HashMap<>();

    /** Counts one more. */
    void add(K key) {
        add(key, 1);
    }

    /** Changes a count, which exists from then on, even as 0. */
    void add(K key, long change) {
        counts.merge(key, change, Long::sum);
    }

    /** Returns the count of a key, 0 for one never counted. */
    long of(K key) {
        return counts.getOrDefault(key, 0L);
    }

    /** Returns the sum of all counts. */
    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Shows all counts. */
    Map<K, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
