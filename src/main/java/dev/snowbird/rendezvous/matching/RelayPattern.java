package dev.snowbird.rendezvous.matching;

/**
 * Which relays a proxy connects to, or a broker hands out (Snowflake contract, section 10).
 *
 * @param exact whether only the host of exactly that name is meant
 * @param name a host name, or the end of one; no regard for its dots
 */
public record RelayPattern(boolean exact, String name) {

    /**
     * Reads a pattern.
     *
     * @param text a host name or the end of one, with {@code ^} before it if exact, and perhaps {@code $} after it
     * @return the pattern; every text is one
     */
    public static RelayPattern of(String text) {
        String name = text.endsWith("$") ? text.substring(0, text.length() - 1) : text;
        return name.startsWith("^") ? new RelayPattern(true, name.substring(1)) : new RelayPattern(false, name);
    }

    /**
     * Tells whether a proxy of this pattern connects to every relay of a broker.
     *
     * @param broker the broker's pattern
     * @return whether this pattern takes in all that the broker's does
     */
    public boolean accepts(RelayPattern broker) {
        return exact ? equals(broker) : broker.name.endsWith(name);
    }
}
