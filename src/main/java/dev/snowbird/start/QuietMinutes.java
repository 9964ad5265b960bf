package dev.snowbird.start;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has Java's serial collector look through the heap in the first quiet minute after a busy one, as G1 does with the
 * options of {@link SpareHeap} (docs/operations.md, "Options of Java"). By itself it looks when it needs room, and so
 * keeps for good what a burst has left.
 */
public final class QuietMinutes {

    private final LongSupplier collections;
    private final Runnable collection;
    private long before;
    private boolean wasBusy;

    /**
     * @param collections how often the heap has been looked through
     * @param collection  looks through all of it
     */
    QuietMinutes(LongSupplier collections, Runnable collection) {
        this.collections = collections;
        this.collection = collection;
    }

    /** Begins to look, where the collector is the serial one. */
    public static void watch() {
        boolean serial = Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .filter(java -> Boolean.parseBoolean(java.getVMOption("UseSerialGC").getValue())).isPresent();
        if (serial) {
            QuietMinutes minutes = new QuietMinutes(QuietMinutes::collections, System::gc);
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("quiet-minutes"))
                    .scheduleWithFixedDelay(minutes::passed, 1, 1, TimeUnit.MINUTES);
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    /** A minute has passed. It was quiet when nothing needed room in it. */
    void passed() {
        boolean quiet = collections.getAsLong() == before;
        if (quiet && wasBusy) {
            collection.run();
        }
        wasBusy = !quiet;
        before = collections.getAsLong();
    }
}
