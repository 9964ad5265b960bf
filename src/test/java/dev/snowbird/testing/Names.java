package dev.snowbird.testing;

import java.util.concurrent.atomic.AtomicInteger;

/** Names that no other test has: one is not free again at once when the stream that had it has ended. */
public final class Names {

    /** Of four digits, so that none is the beginning of another. */
    private static final AtomicInteger LAST = new AtomicInteger(1000);

    private Names() {
    }

    /** Returns a new name with this beginning. */
    public static String fresh(String stem) {
        return stem + LAST.incrementAndGet();
    }
}
