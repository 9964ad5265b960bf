package dev.snowbird.start;

import dev.snowbird.log.RootCause;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals by which operators ask a running program for something. */
public final class Signals {

    /** Asks for files to be read again. */
    public static final String RELOAD = "HUP";
    /** Asks for a drain. Not USR2, by which Java itself suspends threads on Linux. */
    public static final String DRAIN = "USR1";

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {
    }

    /**
     * Does something when a signal comes, on a thread of its own; where there is no such signal, never. Signals that
     * come while it is being done count as one more.
     *
     * @param name   of the signal, without the SIG that others put before it
     * @param action may take its time
     */
    public static void onEach(String name, Runnable action) {
        Semaphore asked = new Semaphore(0);
        Thread thread = new Thread(() -> repeat(name, asked, action), "signal-" + name.toLowerCase(Locale.ROOT));
        thread.setDaemon(true);
        try {
            // Java starts a thread for each signal, so this must be over at once.
            if (Signal.handle(new Signal(name), signal -> asked.release()) == SignalHandler.SIG_IGN) {
                LOG.info("SIG{} does nothing: this process was started to ignore it, as nohup does of SIGHUP", name);
            }
            thread.start();
        } catch (IllegalArgumentException e) {
            // Windows, or java -Xrs.
            LOG.debug("SIG{} can't be had: {}", name, e.getMessage());
        }
    }

    private static void repeat(String name, Semaphore asked, Runnable action) {
        while (true) {
            asked.acquireUninterruptibly();
            asked.drainPermits();
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("What SIG{} asks for can't be done: {}", name, RootCause.line(e));
            }
        }
    }
}
