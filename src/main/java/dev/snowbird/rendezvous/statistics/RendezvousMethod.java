package dev.snowbird.rendezvous.statistics;

import java.util.Locale;
import java.util.Optional;

/** The ways in which a client's poll reaches the broker (Snowflake contract, sections 6 to 8). */
public enum RendezvousMethod {
    HTTP,
    AMPCACHE,
    SQS;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * Returns the way of a name.
     *
     * @param name as in metrics, or null
     * @return empty for a way that an operator's route has added: the metrics of the reference have no place for it
     */
    public static Optional<RendezvousMethod> named(String name) {
        for (RendezvousMethod method : values()) {
            if (method.text.equals(name)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    /** The name used in metrics. */
    @Override
    public String toString() {
        return text;
    }
}
