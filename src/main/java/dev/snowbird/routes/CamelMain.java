package dev.snowbird.routes;

import dev.snowbird.settings.Settings;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel as each part of the program runs it: with our settings, and stopped by us alone. */
public final class CamelMain {

    /** What routes may take to finish the offers in flight, so that the whole stop stays within 10 s. */
    public static final int DRAIN_SECONDS = 7;

    private CamelMain() {
    }

    /**
     * Makes one.
     *
     * @param settings     fill in the placeholders of routes
     * @param drainSeconds how long a stop waits for what is in flight
     * @return not started, and without routes
     */
    public static Main of(Settings settings, int drainSeconds) {
        Main camel = new Main();
        settings.asMap().forEach(camel::addOverrideProperty);
        camel.addOverrideProperty("rendezvous.over-sqs", String.valueOf(settings.usesSqs()));
        camel.configure().withBasePackageScanEnabled(false)
                .withJmxEnabled(false)
                .withShutdownTimeout(drainSeconds)
                .withShutdownLogInflightExchangesOnTimeout(false);
        // Camel's own hook would not end first what peers wait for.
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        return camel;
    }
}
