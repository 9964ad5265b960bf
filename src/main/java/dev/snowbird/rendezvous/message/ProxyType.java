package dev.snowbird.rendezvous.message;

import java.util.Locale;

/** What kind of program a proxy is (Snowflake contract, section 3). */
public enum ProxyType {
    STANDALONE,
    WEBEXT,
    BADGE,
    IPTPROXY,
    BLOCO,
    UNKNOWN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * Reads the name used in messages.
     *
     * @param name what the proxy calls itself, may be null
     * @return the type of that name; unknown for any other, since programs that embed a proxy may name themselves
     */
    public static ProxyType of(String name) {
        for (ProxyType type : values()) {
            if (type.text.equals(name)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** The name used in messages and in metrics. */
    @Override
    public String toString() {
        return text;
    }
}
