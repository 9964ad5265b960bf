package dev.snowbird.rendezvous.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a client's poll reaches the broker (Snowflake contract, sections 6 to 8). */
public enum RendezvousMethod {
    HTTP,
    AMPCACHE,
    SQS;

    /**
     * Returns the way of a name.
     *
     * @param name as in metrics, or null
     * @return empty for a way that an operator's route has added: the metrics of the reference have no place for it
     */
    public static Optional<RendezvousMethod> named(String name) {
        return Arrays.stream(values()).filter(method -> method.toString().equals(name)).findFirst();
    }

    /** The name used in metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
