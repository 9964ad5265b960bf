package dev.snowbird.rendezvous.message;

import java.util.List;
import java.util.Locale;

/**
 * Where a proxy waits, by what its NAT lets through (Snowflake contract, section 9). The names of old peers and of new
 * ones lead to the same pools: with old peers alone, the moderate one stays empty.
 */
public enum NatPool {
    OPEN,
    MODERATE,
    STRICT;

    /** Returns the pool of proxies of this NAT type; an unknown one is expected to be the worst. */
    public static NatPool of(NatType proxy) {
        return switch (proxy) {
            case OPEN, UNRESTRICTED -> OPEN;
            case MODERATE -> MODERATE;
            case STRICT, RESTRICTED, UNKNOWN -> STRICT;
        };
    }

    /**
     * Returns the pools whose proxies can serve a client, the one to be asked first in front: whoever gets through to
     * worse proxies leaves the better ones to those who need them.
     */
    public static List<NatPool> serving(NatType client) {
        return switch (client) {
            case OPEN, UNRESTRICTED -> List.of(STRICT, MODERATE, OPEN);
            case MODERATE -> List.of(MODERATE, OPEN);
            case STRICT, RESTRICTED, UNKNOWN -> List.of(OPEN);
        };
    }

    /** The name used in files, metrics and the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
