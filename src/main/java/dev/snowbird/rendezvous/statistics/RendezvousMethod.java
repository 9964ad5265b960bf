package dev.snowbird.rendezvous.statistics;

import java.util.Locale;

/** The ways in which a client's poll reaches the broker (Snowflake contract, sections 6 to 8). */
public enum RendezvousMethod {
    HTTP,
    AMPCACHE,
    SQS;

    /** The name used in metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
