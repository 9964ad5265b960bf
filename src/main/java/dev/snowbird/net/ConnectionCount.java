package dev.snowbird.net;

import dev.snowbird.log.BoundedLog;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections of a port are open, of which there may be so many. */
public final class ConnectionCount {

    private final BoundedLog log = new BoundedLog(ConnectionCount.class);
    private final String setting;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param setting says how many there may be
     * @param most    how many that is
     */
    public ConnectionCount(String setting, int most) {
        this.setting = setting;
        this.most = most;
    }

    /**
     * Counts a connection that has been accepted. Returns whether it may stay; otherwise it is to be closed at once.
     */
    public boolean admit() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        log.warn("{} connections are open, which is {}: more are closed at once", most, setting);
        return false;
    }

    /** Counts one less, when one that was to stay is closed. */
    public void closed() {
        open.decrementAndGet();
    }
}
