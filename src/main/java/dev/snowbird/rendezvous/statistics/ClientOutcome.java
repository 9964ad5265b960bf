package dev.snowbird.rendezvous.statistics;

import java.util.Locale;

/** How a client's poll ended (Snowflake contract, section 16). */
public enum ClientOutcome {
    DENIED,
    MATCHED,
    TIMEOUT;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name used in metrics. */
    @Override
    public String toString() {
        return text;
    }
}
