package dev.snowbird.rendezvous.message;

import java.util.Locale;

/**
 * How the network of a proxy or a client lets others in (Snowflake contract, sections 3 and 5). Peers up to v2.14.1 know
 * the first three names; newer ones know all, and send old ones, too.
 */
public enum NatType {
    UNKNOWN,
    RESTRICTED,
    UNRESTRICTED,
    OPEN,
    MODERATE,
    STRICT;

    /**
     * Reads the name used in messages.
     *
     * @param name a lower-case name; null and empty mean unknown
     * @return the type of that name
     * @throws BadMessageException if it is any other text
     */
    public static NatType of(String name) {
        if (name == null || name.isEmpty()) {
            return UNKNOWN;
        }
        for (NatType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw new BadMessageException("invalid NAT type");
    }

    /** The name used in messages and in metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
