package dev.snowbird.rendezvous.message;

/** The version that every message of a proxy names (Snowflake contract, section 3). */
final class ProxyVersion {

    private ProxyVersion() {
    }

    /** Throws {@link BadMessageException} unless the text before the first dot is exactly 1; null means missing. */
    static void requireSupported(String version) {
        if (version == null || !version.split("\\.", 2)[0].equals("1")) {
            throw new BadMessageException("using unknown version");
        }
    }
}
