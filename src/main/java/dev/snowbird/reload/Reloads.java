package dev.snowbird.reload;

import java.util.List;

/**
 * Everything that is read again while the program runs, one after the other in a fixed order. Never fails, and never
 * reads anything twice at once.
 */
public final class Reloads {

    private final List<ReloadableFile<?>> inOrder;

    /** Takes what can be read again, in the order to do so. */
    public Reloads(List<ReloadableFile<?>> inOrder) {
        this.inOrder = List.copyOf(inOrder);
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
