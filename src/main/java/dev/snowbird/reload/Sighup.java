package dev.snowbird.reload;

import dev.snowbird.log.RootCause;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** SIGHUP, by which operators ask for files to be read again. */
public final class Sighup {

    private static final Logger LOG = LoggerFactory.getLogger(Sighup.class);

    private Sighup() {
    }

    /**
     * Does something when the signal comes, on a thread of its own; where there is no such signal, never. Signals that
     * come while it is being done count as one more.
     */
    public static void onEach(Runnable action) {
        Semaphore asked = new Semaphore(0);
        Thread thread = new Thread(() -> repeat(asked, action), "hang-up");
        thread.setDaemon(true);
        try {
            // Java starts a thread for each signal, so this must be over at once.
            if (Signal.handle(new Signal("HUP"), signal -> asked.release()) == SignalHandler.SIG_IGN) {
                LOG.info("SIGHUP does nothing: this process was started to ignore it, as nohup does");
            }
            thread.start();
        } catch (IllegalArgumentException e) {
            // Windows, or java -Xrs.
            LOG.debug("SIGHUP can't be had: {}", e.getMessage());
        }
    }

    private static void repeat(Semaphore asked, Runnable action) {
        while (true) {
            asked.acquireUninterruptibly();
            asked.drainPermits();
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("What SIGHUP asks for can't be done: {}", RootCause.line(e));
            }
        }
    }
}
