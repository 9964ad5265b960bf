package dev.snowbird.management;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Live while the program answers at all, ready between its start and its stop. Camel's own check of its context is not
 * live while routes finish what they have begun with, so that whoever watches would kill it then.
 */
final class ProgramHealth extends AbstractHealthCheck {

    private enum Phase {
        STARTING, RUNNING, DRAINING, STOPPING
    }

    private volatile Phase phase = Phase.STARTING;

    ProgramHealth() {
        super("snowbird", "program");
    }

    /** Peers may come. */
    void started() {
        phase = Phase.RUNNING;
    }

    /** Peers had better go elsewhere; who comes is served for a while. */
    void draining() {
        phase = Phase.DRAINING;
    }

    /** Nobody is served any more; what is held is finished. */
    void stopping() {
        phase = Phase.STOPPING;
    }

    /** Returns what the program is about: starting, running, draining or stopping. */
    String phase() {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Phase now = phase;
        if (now == Phase.RUNNING || options.get(CHECK_KIND) == Kind.LIVENESS) {
            result.up();
        } else {
            result.down().message("Snowbird is " + phase());
        }
    }
}
