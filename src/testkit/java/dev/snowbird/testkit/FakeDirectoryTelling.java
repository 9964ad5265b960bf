package dev.snowbird.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What tells other cores, of which there are none: who waits for it waits for a moment. */
public final class FakeDirectoryTelling {

    private final AtomicInteger waits = new AtomicInteger();

    /** Notes that somebody waits, and lets them. */
    public CompletionStage<Void> told() {
        return CompletableFuture.runAsync(waits::incrementAndGet);
    }

    /** Returns how many have waited. */
    public int waits() {
        return waits.get();
    }
}
