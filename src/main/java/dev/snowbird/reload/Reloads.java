package dev.snowbird.reload;

import dev.snowbird.log.Guarded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Everything that is read again while the program runs, one after the other in a fixed order. Never fails, and never
 * reads anything twice at once.
 */
public final class Reloads {

    private final List<ReloadableFile<?>> inOrder;

    /** Takes what can be read again, in the order to do so. */
    public Reloads(List<ReloadableFile<?>> inOrder) {
        this.inOrder = new CopyOnWriteArrayList<>(inOrder);
    }

    /** Takes another one, as the last. */
    public synchronized void add(ReloadableFile<?> file) {
        inOrder.add(file);
    }

    /** Returns all files that are read again. */
    public List<Path> files() {
        return inOrder.stream().flatMap(file -> file.files().stream()).toList();
    }

    /** Says in a line for what reason which of it could not be read the last time; empty when all could. */
    public Optional<String> trouble() {
        return inOrder.stream().flatMap(file -> file.trouble().stream()).reduce((one, other) -> one + "; " + other);
    }

    /** Tells whether there is nothing to read. */
    public synchronized boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /**
     * Looks for what has changed again and again, on a thread of its own.
     *
     * @param pause between two looks
     * @return ends it
     */
    public AutoCloseable lookAgainAfter(Duration pause) {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(look -> {
            Thread thread = new Thread(look, "reload");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(
                Guarded.repeat(Reloads.class, "Files can't be looked at for changes", this::reloadChanged),
                pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return looks::shutdownNow;
    }

    /** Reads everything again, as operators ask for with SIGHUP. */
    public synchronized void reloadAll() {
        inOrder.forEach(ReloadableFile::reload);
    }

    /** Reads again what has changed on disk since it was last read. */
    public synchronized void reloadChanged() {
        inOrder.stream().filter(ReloadableFile::hasChanged).forEach(ReloadableFile::reload);
    }
}
