package dev.snowbird;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** SIGHUP, by which operators ask for files to be read again. */
final class HangUp {

    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {
    }

    /** Does something whenever the signal comes; where there is no such signal, never. */
    static void onEach(Runnable action) {
        try {
            Signal.handle(new Signal("HUP"), signal -> action.run());
        } catch (IllegalArgumentException e) {
            // Windows, or java -Xrs.
            LOG.debug("SIGHUP can't be had: {}", e.getMessage());
        }
    }
}
