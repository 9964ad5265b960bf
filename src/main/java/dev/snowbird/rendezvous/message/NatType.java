package dev.snowbird.rendezvous.message;

import java.util.Locale;
import java.util.Optional;

/**
 * How the network of a proxy or a client lets others in (Snowflake contract, sections 3 and 5). Peers up to v2.14.1
 * know the first three names; newer ones know all, and send old ones, too.
 */
public enum NatType {
    UNKNOWN,
    RESTRICTED,
    UNRESTRICTED,
    OPEN,
    MODERATE,
    STRICT;

    /** What a broker says to a name that it does not know (Snowflake contract, section 5, row 6). */
    public static final String INVALID = "invalid NAT type";

    private final String text = name().toLowerCase(Locale.ROOT);

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
            if (type.text.equals(name)) {
                return type;
            }
        }
        throw new BadMessageException(INVALID);
    }

    /**
     * Returns what a client of before says of the same network: it tests no more than whether the mapping depends on
     * the destination (Snowflake contract, section 21).
     *
     * @return nothing for a name that brokers of before know
     */
    public Optional<NatType> ofClientBefore() {
        return switch (this) {
            case OPEN, MODERATE -> Optional.of(UNRESTRICTED);
            case STRICT -> Optional.of(RESTRICTED);
            case UNKNOWN, RESTRICTED, UNRESTRICTED -> Optional.empty();
        };
    }

    /**
     * Returns what a proxy of before says of the same network (Snowflake contract, section 20).
     *
     * @return nothing for a name that brokers of before know
     */
    public Optional<NatType> ofProxyBefore() {
        return switch (this) {
            case OPEN -> Optional.of(UNRESTRICTED);
            case MODERATE, STRICT -> Optional.of(RESTRICTED);
            case UNKNOWN, RESTRICTED, UNRESTRICTED -> Optional.empty();
        };
    }

    /** The name used in messages and in metrics. */
    @Override
    public String toString() {
        return text;
    }
}
